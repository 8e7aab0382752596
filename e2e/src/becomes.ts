import { expect } from 'bun:test'
import { eventually } from '@parley/testkit'
import { PATIENCE_MS } from './visitor.ts'

/** Waits until what is read from a page is as expected: a page shows what was done a moment later. */
export async function becomes<T>(read: () => Promise<T>, expected: T): Promise<void> {
  let found = await read()
  const isSo = async () => {
    if (Bun.deepEquals(found, expected)) return true
    found = await read()
    return false
  }
  // Where it never gets so, the test says what there was instead.
  await eventually(isSo, 'the page is as expected', PATIENCE_MS).catch(() => undefined)
  expect<unknown>(found).toEqual(expected)
}
