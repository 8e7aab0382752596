/** What a receiver of webhooks got. */
export interface Received {
  readonly webhookId: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A backend that takes webhooks, and answers as it is told. */
export class Receiver implements AsyncDisposable {
  answer: () => Response
  readonly all: Received[] = []
  readonly #server: Bun.Server<undefined>

  constructor(answer: () => Response) {
    this.answer = answer
    this.#server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: async request => {
        const webhookId = request.headers.get('x-webhook-id') ?? ''
        this.all.push({ webhookId, body: (await request.json()) as Received['body'] })
        return this.answer()
      },
    })
  }

  get host(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}
