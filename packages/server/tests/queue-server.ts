import { DEADLINE_MS, type Frame, within } from '@parley/testkit'
import { type AwsAccount, findSignatureProblem } from './aws-signature-check.ts'

/** A message that a queue or a topic took. */
export interface Queued {
  readonly text: string
  readonly body: Frame
  readonly attributes: Readonly<Record<string, string>>
  /** Of FIFO queues. */
  readonly group: string | null
  readonly dedupe: string | null
}

/** Amazon's actions, and what they call their parts. */
const ACTIONS = {
  sqs: {
    action: 'SendMessage',
    version: '2012-11-05',
    name: 'QueueUrl',
    text: 'MessageBody',
    list: 'MessageAttribute',
  },
  sns: {
    action: 'Publish',
    version: '2010-03-31',
    name: 'TopicArn',
    text: 'Message',
    list: 'MessageAttributes.entry',
  },
} as const

const MAX_BYTES = 256 * 1024

/**
 * A service of one queue (SQS) or topic (SNS) in memory, for tests: the query protocol, its limits and errors, and AWS
 * Signature Version 4. Source: the public Amazon SQS and SNS API References.
 */
export class QueueServer implements AsyncDisposable {
  readonly taken: Queued[] = []
  /** Instead of what it would answer, when it says something. */
  refusing: (() => Response | undefined) | undefined
  readonly #account: AwsAccount & { readonly service: 'sqs' | 'sns' }
  readonly #name: string
  readonly #server: Bun.Server<undefined>
  #took = Promise.withResolvers<void>()

  /** `name` is the ARN of the topic, or the path of the queue. */
  constructor(account: AwsAccount & { readonly service: 'sqs' | 'sns' }, name: string) {
    this.#account = account
    this.#server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: request => this.#answer(request) })
    this.#name = account.service === 'sqs' ? `${this.url}${name}` : name
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  /** The queue's address or the topic's ARN. */
  get name(): string {
    return this.#name
  }

  /** What was taken once there are so many. */
  async waitFor(count: number): Promise<readonly Queued[]> {
    const filled = (async () => {
      while (this.taken.length < count) await this.#took.promise
    })()
    await within(filled, () => `${this.taken.length} of ${count} messages came`, DEADLINE_MS)
    return this.taken
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }

  async #answer(request: Request): Promise<Response> {
    const bytes = await request.bytes()
    const refusal = this.refusing?.()
    if (refusal) return refusal
    const wrong = findSignatureProblem(request, bytes, this.#account)
    if (wrong) return failed(403, wrong, 'The request signature we calculated does not match.')
    const form = new URLSearchParams(new TextDecoder().decode(bytes))
    const { action, version, name, text: key, list } = ACTIONS[this.#account.service]
    if (request.method !== 'POST' || form.get('Action') !== action || form.get('Version') !== version) {
      return failed(400, 'InvalidAction', 'The action is not valid for this endpoint.')
    }
    const isThere = form.get(name) === this.#name && (name === 'TopicArn' || request.url === this.#name)
    if (!isThere) return failed(400, 'AWS.SimpleQueueService.NonExistentQueue', 'It does not exist.')
    return this.#take(form, form.get(key) ?? '', list)
  }

  #take(form: URLSearchParams, text: string, list: string): Response {
    const attributes = attributesOf(form, list)
    const size = Buffer.byteLength(text) + Buffer.byteLength(Object.entries(attributes).flat().join('String'))
    if (text === '' || size > MAX_BYTES)
      return failed(400, 'InvalidParameterValue', 'One or more parameters are invalid.')
    if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
      return failed(400, 'InvalidMessageContents', 'Invalid characters found.')
    }
    const [group, dedupe] = [form.get('MessageGroupId'), form.get('MessageDeduplicationId')]
    if (this.#name.endsWith('.fifo') !== (group !== null))
      return failed(400, 'MissingParameter', 'MessageGroupId')
    this.taken.push({ text, body: JSON.parse(text) as Frame, attributes, group, dedupe })
    this.#took.resolve()
    this.#took = Promise.withResolvers<void>()
    const { action } = ACTIONS[this.#account.service]
    const id = crypto.randomUUID()
    return xml(
      200,
      `<${action}Response><${action}Result><MessageId>${id}</MessageId></${action}Result></${action}Response>`,
    )
  }
}

function attributesOf(form: URLSearchParams, list: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (let n = 1; form.has(`${list}.${n}.Name`); n++) {
    if (form.get(`${list}.${n}.Value.DataType`) !== 'String') continue
    attributes[form.get(`${list}.${n}.Name`) ?? ''] = form.get(`${list}.${n}.Value.StringValue`) ?? ''
  }
  return attributes
}

/** What Amazon answers to what it does not take. */
export function failed(status: number, code: string, message: string): Response {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
  return xml(status, `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`)
}

function xml(status: number, body: string): Response {
  return new Response(`<?xml version="1.0"?>${body}`, { status, headers: { 'content-type': 'text/xml' } })
}
