import { afterEach, describe, expect, test } from 'bun:test'
import { formOf, uploading } from './upload.ts'

/** As much of a browser's XMLHttpRequest as shows what was asked of it. */
class BrowserRequest {
  static last: BrowserRequest
  readonly headers: Record<string, string> = {}
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = {
    onprogress: null,
  }
  status = 0
  responseText = ''
  onload: (() => void) | null = null
  onerror: (() => void) | null = null
  opened = ''
  sent: unknown
  aborted = false

  constructor() {
    BrowserRequest.last = this
  }
  open(method: string, url: string): void {
    this.opened = `${method} ${url}`
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }
  getAllResponseHeaders(): string {
    return 'retry-after: 7\r\nx-request-id: abc\r\n'
  }
  send(body: unknown): void {
    this.sent = body
  }
  abort(): void {
    this.aborted = true
  }
  answer(status: number, text: string): void {
    Object.assign(this, { status, responseText: text })
    this.onload?.()
  }
}

const platform = globalThis as { XMLHttpRequest?: unknown }
afterEach(() => {
  delete platform.XMLHttpRequest
})

describe('in a browser', () => {
  const start = (signal?: AbortSignal) => {
    platform.XMLHttpRequest = BrowserRequest
    const told: number[] = []
    const send = uploading(done => told.push(done), fetch)
    const headers = { authorization: 't' }
    const reply = send('http://x/file', { method: 'POST', headers, body: 'b', ...(signal && { signal }) })
    return { told, reply, request: BrowserRequest.last }
  }

  test('tells how far it is, and answers like fetch', async () => {
    const { told, reply, request } = start()
    request.upload.onprogress?.({ loaded: 1, total: 4 })
    request.upload.onprogress?.({ loaded: 4, total: 4 })
    request.answer(429, '{"code":9}')
    const response = await reply
    expect(told).toEqual([0.25, 1])
    expect([request.opened, request.headers, request.sent]).toEqual([
      'POST http://x/file',
      { authorization: 't' },
      'b',
    ])
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      '7',
      '{"code":9}',
    ])
  })

  test('ends with its signal, and with the network', async () => {
    const abort = new AbortController()
    const given = start(abort.signal)
    abort.abort(new Error('enough'))
    expect(await given.reply.catch(error => error.message)).toBe('enough')
    expect(given.request.aborted).toBe(true)
    const lost = start()
    lost.request.onerror?.()
    expect(await lost.reply.catch(error => error.message)).toContain('broke')
  })
})

describe('a form', () => {
  test('has the file under its own name, or another one', async () => {
    const named = (await formOf(new File(['x'], 'a.txt'))).get('file') as File
    expect(named.name).toBe('a.txt')
    const renamed = (await formOf(new Blob(['x']), 'b.png', 'image/png')).get('file') as File
    expect([renamed.name, renamed.type]).toEqual(['b.png', 'image/png'])
    async function* parts() {
      yield new TextEncoder().encode('he')
      yield new TextEncoder().encode('llo')
    }
    const streamed = (await formOf(parts(), 'c.txt')).get('file') as File
    expect(await streamed.text()).toBe('hello')
  })
})
