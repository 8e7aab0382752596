import { expect, test } from 'bun:test'
import { rowAfter } from './row-focus'

test('arrow keys go from row to row and stop at the ends', () => {
  expect(rowAfter('ArrowDown', 0, 3)).toBe(1)
  expect(rowAfter('ArrowDown', 2, 3)).toBeUndefined()
  expect(rowAfter('ArrowUp', 2, 3)).toBe(1)
  expect(rowAfter('ArrowUp', 0, 3)).toBeUndefined()
  expect(rowAfter('Home', 2, 3)).toBe(0)
  expect(rowAfter('End', 0, 3)).toBe(2)
  expect(rowAfter('End', 2, 3)).toBeUndefined()
})

test('from the search the arrow goes to the first row, where there is one', () => {
  expect(rowAfter('ArrowDown', -1, 3)).toBe(0)
  expect(rowAfter('ArrowDown', -1, 0)).toBeUndefined()
})

test('other keys are not for the list', () => {
  expect(rowAfter('a', 0, 3)).toBeUndefined()
  expect(rowAfter('Enter', 0, 3)).toBeUndefined()
})
