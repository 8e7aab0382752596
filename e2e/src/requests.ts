import type { Page } from 'playwright-core'

/** Everything that a page sends, as texts: addresses, headers, bodies, frames. */
export class Requests {
  readonly #sent: string[] = []

  constructor(page: Page) {
    page.on('request', request => {
      const headers = Object.entries(request.headers()).flat()
      this.#sent.push([request.method(), request.url(), ...headers, request.postData() ?? ''].join('\n'))
    })
    page.on('websocket', socket => {
      this.#sent.push(socket.url())
      socket.on('framesent', ({ payload }) => this.#sent.push(payload.toString()))
    })
  }

  get all(): readonly string[] {
    return this.#sent
  }

  /** Those in which a text stands: as it is, for addresses, in base64, or in hex. */
  carrying(text: string): readonly string[] {
    const bytes = Buffer.from(text)
    const forms = [text, encodeURIComponent(text), bytes.toString('hex'), ...base64s(bytes)]
    return this.#sent.filter(sent => forms.some(form => sent.includes(form)))
  }
}

/** What stands in base64 for sure, wherever the bytes begin. */
function base64s(bytes: Buffer): string[] {
  const shifted = [bytes, bytes.subarray(1), bytes.subarray(2)]
  const cores = shifted.map(each => each.subarray(0, each.length - (each.length % 3)))
  return cores.flatMap(each => [each.toString('base64'), each.toString('base64url')])
}
