import { expect, test } from 'bun:test'
import { ConfigError, readConfig } from './config.ts'

test('defaults need nothing', () => {
  expect(readConfig({}, {})).toMatchObject({
    port: 8800,
    host: '127.0.0.1',
    rateLimits: 'default',
    compression: 'off',
    logLevel: 'info',
  })
})

test('flags win over the environment', () => {
  expect(readConfig({ port: '9000' }, { PARLEY_PORT: '9001', PARLEY_HOST: '0.0.0.0' })).toMatchObject({
    port: 9000,
    host: '0.0.0.0',
  })
})

test.each([
  ['PARLEY_PORT', '70000', 'a port number from 0 to 65535'],
  ['PARLEY_PORT', 'http', 'a port number'],
  ['PARLEY_DATABASE_URL', 'mysql://x', 'postgres://'],
  ['PARLEY_RATE_LIMITS', 'on', '"default" or "off"'],
  ['PARLEY_COMPRESSION', 'gzip', '"on" or "off"'],
  ['PARLEY_TRUST_PROXY', '10.0.0.1, proxy', 'CIDR'],
  ['PARLEY_LOG_LEVEL', 'loud', 'one of trace'],
])('%s=%s is refused by name', (variable, value, takes) => {
  const read = () => readConfig({}, { [variable]: value })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(variable)
  expect(read).toThrow(takes)
})

test('a refused secret is not shown', () => {
  const env = { PARLEY_API_KEY: 'demo-key', PARLEY_API_SECRET: 'hush hush' }
  expect(() => readConfig({}, env)).toThrow('PARLEY_API_SECRET')
  expect(() => readConfig({}, env)).not.toThrow('hush')
})

test('key and secret come together', () => {
  expect(() => readConfig({}, { PARLEY_API_KEY: 'demo-key' })).toThrow('PARLEY_API_SECRET is missing')
})
