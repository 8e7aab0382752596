import { expect, test } from 'bun:test'
import { freeTimes } from './imports.ts'

test('no two messages get the same time', () => {
  expect(freeTimes([5, 5, 9, 5], new Set([6, 9]))).toEqual([5, 7, 10, 8])
})
