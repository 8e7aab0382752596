import { expect, test } from 'bun:test'
import { attachmentOf, inMessages, kindOf, uploadOf } from './upload'

test('pictures that browsers show are images, the rest is sent as what it is', () => {
  expect(
    ['image/png', 'image/svg+xml', 'image/heic', 'video/mp4', 'audio/ogg', '', 'text/plain'].map(kindOf),
  ).toEqual(['image', 'file', 'file', 'video', 'audio', 'file', 'file'])
})

test('an attachment becomes the upload it was', () => {
  const picture = { name: 'cat.png', kind: 'image', sizeBytes: 9 } as const
  const image = attachmentOf(picture, 'https://x/1/cat.png', { mimeType: 'image/png', width: 4, height: 3 })
  expect(image).toEqual({
    type: 'image',
    image_url: 'https://x/1/cat.png',
    fallback: 'cat.png',
    original_width: 4,
    original_height: 3,
  })
  expect(uploadOf(image, 'u1')).toMatchObject({
    name: 'cat.png',
    kind: 'image',
    state: 'done',
    attachment: image,
  })
  const file = attachmentOf({ name: 'a b.pdf', kind: 'file', sizeBytes: 9 }, 'https://x/2', { mimeType: '' })
  expect(uploadOf(file, 'u2')).toMatchObject({
    name: 'a b.pdf',
    kind: 'file',
    sizeBytes: 9,
    previewUrl: undefined,
  })
  expect(uploadOf({ asset_url: 'https://x/3/a%20b.pdf?x=1' }, 'u3').name).toBe('a b.pdf')
})

test('attachments go in one message, in several only where one has no room', () => {
  const of = (length: number) => ({ type: 'file', asset_url: `https://x/${'y'.repeat(length)}` })
  const few = Array.from({ length: 20 }, () => of(100))
  expect(inMessages(few)).toEqual([few])
  const many = Array.from({ length: 30 }, () => of(200))
  const messages = inMessages(many)
  expect(messages.length).toBe(2)
  expect(messages.flat()).toEqual(many)
  for (const message of messages) expect(JSON.stringify(message).length).toBeLessThanOrEqual(5 * 1024)
  expect(inMessages([])).toEqual([])
})
