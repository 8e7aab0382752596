import type { Socket } from 'bun'

/**
 * A WebSocket client that costs almost nothing: the machine under test also runs the load, so the
 * driver must not be what is measured. Text frames of the server only, no masking checks.
 */
export class RawSocket {
  frames = 0
  /** Called for every text frame when set; leave it unset to count only. */
  onText: ((text: string, socket: RawSocket) => void) | undefined
  #socket: Socket | undefined
  #pending: Buffer = Buffer.alloc(0)
  #upgraded = false
  readonly #opened = Promise.withResolvers<void>()

  static async open(port: number, path: string, onText?: RawSocket['onText']): Promise<RawSocket> {
    const client = new RawSocket()
    client.onText = onText
    client.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data: (_socket, chunk) => client.#read(chunk),
        close: () => client.#opened.reject(new Error('the server closed the socket')),
        error: (_socket, error) => client.#opened.reject(error),
      },
    })
    client.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    await client.#opened.promise
    return client
  }

  close(): void {
    this.#socket?.terminate()
  }

  #read(chunk: Buffer): void {
    let data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    if (!this.#upgraded) {
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) {
        this.#pending = Buffer.from(data)
        return
      }
      if (!data.toString('latin1', 0, 12).endsWith('101')) {
        this.#opened.reject(new Error(data.toString('utf8', 0, 300)))
        return
      }
      this.#upgraded = true
      this.#opened.resolve()
      data = data.subarray(end + 4)
    }
    this.#pending = Buffer.from(this.#readFrames(data))
  }

  #readFrames(data: Buffer): Buffer {
    let at = 0
    while (data.length - at >= 2) {
      const short = data.readUInt8(at + 1) & 0x7f
      const header = short === 126 ? 4 : short === 127 ? 10 : 2
      if (data.length - at < header) break
      const length =
        short === 126
          ? data.readUInt16BE(at + 2)
          : short === 127
            ? Number(data.readBigUInt64BE(at + 2))
            : short
      if (data.length - at < header + length) break
      if ((data.readUInt8(at) & 0x0f) === 1) {
        this.frames += 1
        this.onText?.(data.toString('utf8', at + header, at + header + length), this)
      }
      at += header + length
    }
    return data.subarray(at)
  }
}
