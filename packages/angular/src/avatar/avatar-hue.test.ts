import { expect, test } from 'bun:test'
import { avatarHue } from './avatar-hue'

test('an id has the same hue each time, and it is one of twelve', () => {
  for (const id of ['ada', '', '山田', '😀', 'x'.repeat(5000)]) {
    expect(avatarHue(id)).toBe(avatarHue(id))
    expect(avatarHue(id) % 30).toBe(0)
    expect(avatarHue(id)).toBeLessThan(360)
  }
})

test('ids that are alike are told apart', () => {
  const hues = new Set(Array.from({ length: 40 }, (_, index) => avatarHue(`user-${index}`)))
  expect(hues.size).toBeGreaterThan(8)
})
