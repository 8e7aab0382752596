import { expect, test } from 'bun:test'
import { cellAfter } from './cell-moves'

// three and one in a first group, two in a second
const cells = [
  { top: 0, left: 0 },
  { top: 0, left: 10 },
  { top: 0, left: 20 },
  { top: 10, left: 0 },
  { top: 40, left: 0 },
  { top: 40, left: 10 },
]

test('left and right go on over the ends of rows', () => {
  expect(cellAfter('ArrowRight', cells, 2)).toBe(3)
  expect(cellAfter('ArrowLeft', cells, 3)).toBe(2)
  expect(cellAfter('ArrowLeft', cells, 0)).toBeUndefined()
  expect(cellAfter('ArrowRight', cells, 5)).toBeUndefined()
})

test('from right to left the arrows change places', () => {
  expect(cellAfter('ArrowLeft', cells, 1, true)).toBe(2)
  expect(cellAfter('ArrowRight', cells, 1, true)).toBe(0)
})

test('up and down take the nearest column of the next row', () => {
  expect(cellAfter('ArrowDown', cells, 2)).toBe(3)
  expect(cellAfter('ArrowDown', cells, 3)).toBe(4)
  expect(cellAfter('ArrowUp', cells, 5)).toBe(3)
  expect(cellAfter('ArrowDown', cells, 5)).toBeUndefined()
})

test('home and end go to the ends, other keys nowhere', () => {
  expect(cellAfter('Home', cells, 4)).toBe(0)
  expect(cellAfter('End', cells, 0)).toBe(5)
  expect(cellAfter('a', cells, 0)).toBeUndefined()
})
