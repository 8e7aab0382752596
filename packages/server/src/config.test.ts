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
  ['PARLEY_DATABASE_TIMEOUT_SECONDS', '3601', 'from 1 to 3600, or 0'],
  ['PARLEY_RATE_LIMITS', 'on', '"default" or "off"'],
  ['PARLEY_COMPRESSION', 'gzip', '"on" or "off"'],
  ['PARLEY_TRUST_PROXY', '10.0.0.1, proxy', 'CIDR'],
  ['PARLEY_TRUST_PROXY', '10.0.0.0/99', 'CIDR'],
  ['PARLEY_FETCH_ALLOW', '1.2.3', 'CIDR'],
  ['PARLEY_LOG_LEVEL', 'loud', 'one of trace'],
  ['PARLEY_PUBLIC_URL', 'chat.example', 'https://chat.example'],
  ['PARLEY_PUBLIC_URL', 'https://chat.example/?a=1', 'https://chat.example'],
  ['PARLEY_S3_ENDPOINT', 'ftp://files', 'S3-compatible'],
  ['PARLEY_S3_BUCKET', 'My Bucket', 'the name of a bucket'],
  ['PARLEY_S3_REGION', 'eu central', 'the name of a region'],
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

test('the settings of S3 come together', () => {
  const some = { PARLEY_S3_ENDPOINT: 'https://s3.example', PARLEY_S3_BUCKET: 'files' }
  expect(() => readConfig({}, some)).toThrow(
    'PARLEY_S3_ACCESS_KEY_ID, PARLEY_S3_SECRET_ACCESS_KEY are missing',
  )
  const all = { ...some, PARLEY_S3_ACCESS_KEY_ID: 'key', PARLEY_S3_SECRET_ACCESS_KEY: 'a-secret-key' }
  expect(readConfig({}, all)).toMatchObject({ s3Endpoint: 'https://s3.example', s3Region: 'us-east-1' })
  expect(() => readConfig({}, { ...all, PARLEY_S3_SECRET_ACCESS_KEY: 'hush hush hush' })).toThrow(
    /^(?!.*hush)/,
  )
})

test('a public address has no slash at its end', () => {
  const read = (value: string) => readConfig({}, { PARLEY_PUBLIC_URL: value }).publicUrl
  expect(read('https://chat.example/')).toBe('https://chat.example')
  expect(read('https://example.com/chat/')).toBe('https://example.com/chat')
})
