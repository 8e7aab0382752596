import { describe, expect, test } from 'bun:test'
import { boundaryOf, type Pull, readParts } from './multipart.ts'

const BODY = [
  'an introduction\r\n',
  '--b\r\nContent-Disposition: form-data; name="user"\r\n\r\n{"id":"bob"}\r\n',
  '--b\r\ncontent-disposition: form-data; name=file; filename="a \\"b\\".txt"\r\nContent-Type: text/plain\r\n\r\n',
  'line\r\n--\r\n--c\r\n-\r\n',
  '--b  \r\nContent-Disposition: form-data; name="empty"; filename*=UTF-8\'\'caf%C3%A9.png\r\n\r\n\r\n--b--\r\nan end',
].join('')

function inPieces(body: string, size: number): Pull {
  const bytes = Buffer.from(body)
  let at = 0
  return async () => {
    if (at >= bytes.length) return undefined
    at += size
    return bytes.subarray(at - size, at)
  }
}

async function read(body: string, size: number, boundary = 'b'): Promise<unknown[]> {
  const parts: unknown[] = []
  for await (const { chunks, ...head } of readParts(inPieces(body, size), boundary)) {
    const content: Uint8Array[] = []
    for await (const chunk of chunks) content.push(chunk)
    parts.push({ ...head, text: Buffer.concat(content).toString() })
  }
  return parts
}

describe('a multipart body', () => {
  test('is read alike however it is cut into pieces', async () => {
    const expected = [
      { name: 'user', fileName: undefined, contentType: undefined, text: '{"id":"bob"}' },
      { name: 'file', fileName: 'a "b".txt', contentType: 'text/plain', text: 'line\r\n--\r\n--c\r\n-' },
      { name: 'empty', fileName: 'café.png', contentType: undefined, text: '' },
    ]
    for (const size of [1, 2, 3, 5, 7, 64, 10_000]) expect(await read(BODY, size)).toEqual(expected)
  })

  test('may be left in the middle of a part', async () => {
    const names: string[] = []
    for await (const part of readParts(inPieces(BODY, 10), 'b')) names.push(part.name)
    expect(names).toEqual(['user', 'file', 'empty'])
  })

  test('is refused where it is none', async () => {
    const head = 'Content-Disposition: form-data; name="a"'
    const broken: Record<string, string> = {
      '': 'boundary',
      hello: 'boundary',
      [`--b\r\n${head}`]: 'ended before',
      [`--b\r\n${head}\r\n\r\ntext`]: 'ended before',
      '--b\r\n\r\ntext\r\n--b--': 'Content-Disposition',
      [`--b${'x'.repeat(9)}\r\n${head}\r\n\r\ntext\r\n--b--`]: 'followed by something else',
      [`--b\r\nX: ${'x'.repeat(20_000)}\r\n${head}\r\n\r\n\r\n--b--`]: 'more than 16384 bytes',
      [`${`--b\r\n${head}\r\n\r\n\r\n`.repeat(40)}--b--`]: 'more than 32 parts',
    }
    for (const [body, problem] of Object.entries(broken)) {
      await expect(read(body, 100)).rejects.toThrow(problem)
    }
  })
})

test('the boundary is found in the content type', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
  expect(boundaryOf('Multipart/Form-Data; charset=utf-8; boundary="a b"')).toBe('a b')
  for (const none of [null, '', 'application/json', 'multipart/form-data', 'multipart/mixed; boundary=a']) {
    expect(boundaryOf(none)).toBeUndefined()
  }
})
