import { expect, test } from 'bun:test'
import { Alarm, backoffMs, DEFAULT_TIMING } from './timing.ts'

const most = { ...DEFAULT_TIMING, random: () => 1 }

test('the bound doubles from 250 ms to 25 s', () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(failures => backoffMs(failures, most))
  expect(bounds).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 25_000, 25_000, 25_000])
})

test('the jitter is full: anything from nothing to the bound', () => {
  expect(backoffMs(3, { ...DEFAULT_TIMING, random: () => 0 })).toBe(0)
  expect(backoffMs(3, { ...DEFAULT_TIMING, random: () => 0.25 })).toBe(250)
})

test('an alarm can be woken, and ended', async () => {
  const alarm = new Alarm()
  const long = alarm.sleep(60_000)
  alarm.wake()
  expect(await long).toBe(true)
  const ended = alarm.sleep(60_000)
  alarm.end()
  expect(await ended).toBe(false)
  expect(await alarm.sleep(60_000)).toBe(false)
})
