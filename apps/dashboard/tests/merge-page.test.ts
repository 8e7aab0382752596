import { expect, test } from 'bun:test'
import type { MessageResponse } from '@parley/client'
import { joinNewest, joinPage } from '../src/app/pages/channels/messages/merge-page'

const said = (n: number, text = `Message ${n}`) =>
  ({ id: `m${n}`, text, created_at: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z` }) as MessageResponse
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => said(from + n))
const texts = (messages: readonly MessageResponse[] | undefined) => messages?.map(({ text }) => text)

test('pages join without doubles, in the order of time, with the later state of each', () => {
  expect(texts(joinPage(range(3, 5), [said(2), said(3, 'edited')]))).toEqual([
    'Message 2',
    'edited',
    'Message 4',
    'Message 5',
  ])
})

test('the newest page adds what is new and takes away what was deleted for good', () => {
  const page = [said(4), said(6), said(7)]
  expect(joinNewest(range(1, 5), page, 3)).toEqual([...range(1, 4), said(6), said(7)])
})

test('a newest page that is not full is all there is', () => {
  expect(joinNewest(range(1, 5), [said(5)], 3)).toEqual([said(5)])
  expect(joinNewest(range(1, 5), [], 3)).toEqual([])
})

test('a page that begins behind what is known leaves a gap', () => {
  expect(joinNewest(range(1, 5), range(7, 9), 3)).toBeUndefined()
})
