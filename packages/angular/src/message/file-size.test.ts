import { expect, test } from 'bun:test'
import { fileSize } from './file-size'

test('sizes are written as people of the language write them', () => {
  expect(fileSize(1, 'en')).toBe('1 byte')
  expect(fileSize(11, 'en')).toBe('11 bytes')
  expect(fileSize(1_400_000, 'en')).toBe('1.4 MB')
  expect(fileSize(25_000_000, 'en')).toBe('25 MB')
  expect(fileSize(11, 'de')).toBe('11 Byte')
  expect(fileSize(1_400_000, 'de')).toBe('1,4 MB')
})
