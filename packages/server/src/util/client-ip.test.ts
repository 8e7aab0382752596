import { expect, test } from 'bun:test'
import { clientIp, parseTrustedProxies } from './client-ip.ts'

const proxies = parseTrustedProxies(['10.0.0.0/8', '127.0.0.1', 'fd00::/8'])

test('without a trusted peer the header means nothing', () => {
  expect(clientIp('203.0.113.9', '198.51.100.1', proxies)).toBe('203.0.113.9')
  expect(clientIp('10.1.2.3', '198.51.100.1', parseTrustedProxies([]))).toBe('10.1.2.3')
  expect(clientIp('127.0.0.1', null, proxies)).toBe('127.0.0.1')
})

test('the right-most untrusted hop counts, not what the client wrote before it', () => {
  expect(clientIp('127.0.0.1', '1.1.1.1, 198.51.100.7, 10.9.9.9', proxies)).toBe('198.51.100.7')
  expect(clientIp('::ffff:10.0.0.1', '198.51.100.7:4711', proxies)).toBe('198.51.100.7')
  expect(clientIp('fd00::1', '[2001:db8::5]:80', proxies)).toBe('2001:db8::5')
  expect(clientIp('127.0.0.1', '10.0.0.2, 10.0.0.3', proxies)).toBe('10.0.0.2')
})

test('what is no address ends the walk', () => {
  expect(clientIp('127.0.0.1', '198.51.100.7, nonsense', proxies)).toBe('127.0.0.1')
  expect(clientIp('127.0.0.1', '', proxies)).toBe('127.0.0.1')
})

test('a wrong setting names the wrong part', () => {
  for (const wrong of ['localhost', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/x', '::1/129']) {
    expect(() => parseTrustedProxies(['127.0.0.1', wrong])).toThrow(wrong)
  }
})
