import { describe, expect, test } from 'bun:test'
import { viewOf } from './attachment-kinds'

const url = 'https://files.example.com/a%20plan.pdf?sig=1'

describe('how attachments are shown', () => {
  test('pictures together, the rest in its order', () => {
    const { images, others } = viewOf([
      {
        type: 'image',
        image_url: 'https://x.org/1.png',
        title: 'One',
        original_width: 4,
        original_height: 3,
      },
      { type: 'file', asset_url: url, file_size: '1200' },
      { type: 'image', image_url: 'https://x.org/2.png' },
      { type: 'video', asset_url: url, title: 'Film', thumb_url: 'https://x.org/t.png' },
      { type: 'voiceRecording', asset_url: url },
    ])
    expect(images).toEqual([
      { url: 'https://x.org/1.png', title: 'One', width: 4, height: 3 },
      { url: 'https://x.org/2.png', title: '' },
    ])
    expect(others).toMatchObject([
      { kind: 'file', url, title: 'a plan.pdf', sizeBytes: 1200 },
      { kind: 'video', title: 'Film', posterUrl: 'https://x.org/t.png' },
      { kind: 'audio' },
    ])
  })

  test('previews of pages, buttons and unknown kinds are cards', () => {
    const { images, others } = viewOf([
      { type: 'image', og_scrape_url: 'https://x.org', image_url: 'https://x.org/1.png', title: 'X' },
      { type: 'giphy', thumb_url: 'https://x.org/g.gif', actions: [{ name: 'send', text: 'Send' }] },
      { type: 'product', title: 'Cake', title_link: 'javascript:alert(1)', price: 3 },
    ])
    expect(images).toEqual([])
    expect(others).toMatchObject([
      { kind: 'card', url: 'https://x.org', imageUrl: 'https://x.org/1.png' },
      { kind: 'card', imageUrl: 'https://x.org/g.gif', actions: [{ name: 'send' }] },
      { kind: 'card', title: 'Cake', url: undefined },
    ])
  })

  test('what makes no sense breaks nothing', () => {
    const { images, others } = viewOf([
      {},
      { type: 'image', image_url: 'javascript:alert(1)' },
      { type: 'image', image_url: 42 as unknown as string },
      { type: 'file', asset_url: 'https://x.org/%E0%A4%A', file_size: -1 },
      { type: 'file', title: { toString: undefined } as unknown as string },
      { type: 7 as unknown as string, asset_url: url },
      { actions: 'none' as unknown as [], asset_url: url },
    ])
    expect(images).toEqual([])
    expect(others).toHaveLength(7)
    expect(others.every(({ url }) => url === undefined || url.startsWith('https://'))).toBe(true)
  })
})
