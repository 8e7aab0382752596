import { describe, expect, test } from 'bun:test'
import { MessageWindow } from './message-window'

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `m${from + index}` }))

/** As a browser would: measures what is rendered until nothing is left to render. */
function settle(
  list: MessageWindow,
  heightOf: (id: string) => number,
  all: readonly { id: string }[],
): number {
  let rounds = 0
  for (;;) {
    const { start, end } = list.slice
    list.measure(all.slice(start, end).map(({ id }) => heightOf(id)))
    if (!list.advance() && list.isSettled) return rounds
    if (++rounds > 50) throw new Error('never settles')
  }
}

const uneven = (id: string) => 24 + ((Number(id.slice(1)) * 37) % 200)

/** A list of so many rows, measured and settled at its end. */
function listOf(count: number) {
  const all = rows(count)
  const list = new MessageWindow()
  list.resize(600)
  list.setRows(all)
  settle(list, uneven, all)
  return { list, all }
}

/** From the view's top to the row's. */
const offsetOf = (list: MessageWindow, all: readonly { id: string }[], id: string) => {
  const { start } = list.slice
  const before = all.slice(start, list.indexOf(id)).reduce((sum, row) => sum + uneven(row.id), 0)
  return list.spaceBeforePx + before - list.scrollTopPx
}

describe('a window on many messages', () => {
  test('renders the newest and no more than it needs', () => {
    const { list } = listOf(10_000)
    expect(list.slice.end).toBe(10_000)
    expect(list.slice.end - list.slice.start).toBeLessThan(60)
    expect(list.spaceAfterPx).toBe(0)
  })

  test('shows all of a short list, and nothing of an empty one', () => {
    expect(listOf(3).list.slice).toEqual({ start: 0, end: 3 })
    expect(listOf(0).list.slice).toEqual({ start: 0, end: 0 })
    expect(listOf(0).list.scrollTopPx).toBe(0)
  })

  test('stays at the end when new ones come', () => {
    const { list, all } = listOf(500)
    const more = [...all, ...rows(200, 500)]
    list.setRows(more)
    settle(list, uneven, more)
    expect(list.slice.end).toBe(700)
    expect(list.scrollTopPx).toBeCloseTo(list.spaceBeforePx + sumOf(more, list) - 600)
  })

  test('keeps what one looks at when older ones come in front of it', () => {
    const { list, all } = listOf(100)
    list.scroll(40, false)
    settle(list, uneven, all)
    const anchor = list.anchor as { id: string }
    const before = offsetOf(list, all, anchor.id)
    const more = [...Array.from({ length: 30 }, (_, index) => ({ id: `m${1_000 + index}` })), ...all]
    list.setRows(more)
    settle(list, uneven, more)
    expect(offsetOf(list, more, anchor.id)).toBeCloseTo(before)
  })

  test('keeps what one looks at when heights above it turn out to be others', () => {
    const { list, all } = listOf(1_000)
    list.scroll(20_000, false)
    const { id, offsetPx } = list.anchor as { id: string; offsetPx: number }
    settle(list, uneven, all)
    expect(offsetOf(list, all, id)).toBeCloseTo(offsetPx)
  })

  test('looks at the next one when the one it looks at goes', () => {
    const { list, all } = listOf(200)
    list.scroll(5_000, false)
    const { id } = list.anchor as { id: string }
    const next = all[(list.indexOf(id) ?? 0) + 1]
    list.setRows(all.filter(row => row.id !== id))
    expect(list.anchor).toMatchObject({ id: next?.id })
  })

  test('adds few rows at once, wherever one scrolls to', () => {
    const { list, all } = listOf(10_000)
    for (const topPx of [0, 300_000, 300_900, 120_000, 500_000]) {
      const shown = new Set(all.slice(list.slice.start, list.slice.end).map(({ id }) => id))
      list.scroll(topPx, false)
      while (list.advance() || !list.isSettled) {
        const now = all.slice(list.slice.start, list.slice.end)
        const added = now.filter(({ id }) => !shown.has(id))
        expect(added.length).toBeLessThan(60)
        for (const { id } of added) shown.add(id)
        list.measure(now.map(({ id }) => uneven(id)))
      }
    }
  })

  test('renders what is seen at every step of a way through it', () => {
    const { list, all } = listOf(2_000)
    for (let topPx = list.scrollTopPx; topPx > 0; topPx -= 333) {
      list.scroll(topPx, false)
      settle(list, uneven, all)
      const { start, end } = list.slice
      expect(list.spaceBeforePx).toBeLessThanOrEqual(list.scrollTopPx)
      expect(list.spaceBeforePx + sumOf(all, list)).toBeGreaterThanOrEqual(list.scrollTopPx + 600)
      expect(end - start).toBeLessThan(100)
    }
  })

  test('jumps to a message', () => {
    const { list, all } = listOf(10_000)
    list.goTo({ id: 'm777', offsetPx: 200 })
    list.advance()
    settle(list, uneven, all)
    expect(offsetOf(list, all, 'm777')).toBeCloseTo(200)
  })
})

function sumOf(all: readonly { id: string }[], { slice }: MessageWindow): number {
  return all.slice(slice.start, slice.end).reduce((sum, { id }) => sum + uneven(id), 0)
}
