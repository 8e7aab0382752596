import type { Socket } from 'bun'

/** One keep-alive HTTP/1.1 connection with one request in flight, as cheap for the driver as it gets. */
export class RawHttp {
  #socket: Socket | undefined
  #pending = ''
  #waiting: PromiseWithResolvers<{ status: number; body: string }> | undefined

  static async open(port: number): Promise<RawHttp> {
    const client = new RawHttp()
    client.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data: (_socket, chunk) => client.#read(chunk),
        close: () => client.#waiting?.reject(new Error('the server closed the connection')),
      },
    })
    return client
  }

  post(path: string, headers: string, body: string): Promise<{ status: number; body: string }> {
    return this.request('POST', path, headers, body)
  }

  request(
    method: 'GET' | 'POST',
    path: string,
    headers: string,
    body: string,
  ): Promise<{ status: number; body: string }> {
    this.#waiting = Promise.withResolvers()
    const length = Buffer.byteLength(body)
    this.#socket?.write(
      `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
    )
    return this.#waiting.promise
  }

  close(): void {
    this.#waiting = undefined
    this.#socket?.end()
  }

  #read(chunk: Buffer): void {
    // latin1 keeps one character per byte, so that Content-Length can be compared with lengths.
    this.#pending += chunk.toString('latin1')
    const end = this.#pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#pending.slice(0, end))?.[1] ?? 0)
    if (this.#pending.length < end + 4 + length) return
    const status = Number(this.#pending.slice(9, 12))
    const body = this.#pending.slice(end + 4, end + 4 + length)
    this.#pending = this.#pending.slice(end + 4 + length)
    this.#waiting?.resolve({ status, body })
  }
}
