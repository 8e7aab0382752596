import { expect, test } from 'bun:test'
import { cardsIn, withoutCards } from './link-cards'

const picture = { type: 'image', image_url: 'https://x/cat.png' }
const page = { title: 'A page', og_scrape_url: 'https://example.com/page' }

test('the preview of a link is no file, and goes with its link', () => {
  expect(withoutCards([picture, page])).toEqual([picture])
  expect(cardsIn('see https://example.com/page', [picture, page])).toEqual([page])
  expect(cardsIn('see nothing', [picture, page])).toEqual([])
})
