import { HOOK_QUEUE_MAX_BYTES } from '@parley/protocol'
import { signForAws } from '../../auth/aws-signature.ts'
import { signBody } from '../../auth/sign-webhook.ts'
import type { App } from '../../domain/app.ts'
import type { Queue } from '../../domain/queues.ts'
import { type Posted, postBytes } from '../../util/post-bytes.ts'
import type { Deps } from '../deps.ts'
import { openHookSecret } from './hook-secrets.ts'

/** An event on its way into a queue. */
export interface QueuePost {
  /** The same at every attempt. */
  readonly id: string
  readonly attempt: number
  /** JSON. */
  readonly payload: string
  /** What comes in order: of FIFO queues and topics. */
  readonly group: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly isTest?: boolean
}

const FORM = 'application/x-www-form-urlencoded'

/**
 * One signed `SendMessage` or `Publish`. What webhooks have as headers are attributes of the message.
 * @throws Error when there was no answer; `errorText` says why in few words.
 */
export async function postToQueue(
  { apps, box, clock }: Pick<Deps, 'apps' | 'box' | 'clock'>,
  app: App,
  queue: Queue,
  { id, attempt, payload: json, group, timeoutMs, signal, isTest }: QueuePost,
): Promise<Posted> {
  const payload = withoutForbidden(json)
  const attributes = {
    'X-Api-Key': app.key,
    'X-Signature': await signBody(apps, app.id, new TextEncoder().encode(payload)),
    'X-Webhook-Id': id,
    'X-Webhook-Attempt': String(attempt),
    ...(isTest && { 'X-Parley-Test': 'true' }),
  }
  const form = queue.service === 'sqs' ? sendMessage(queue, payload) : publish(queue, payload)
  const fields = { ...form, ...attributeFields(queue.service, attributes), ...fifoFields(queue, group, id) }
  const body = new TextEncoder().encode(new URLSearchParams(fields).toString())
  const identity = { ...queue, secretAccessKey: openHookSecret(box, app.id, queue.secret) }
  const headers = signForAws(identity, { url: queue.url, contentType: FORM, body, atMs: clock() / 1000 })
  return postBytes(queue.url, { body, headers, timeoutMs, signal })
}

/** Whether the service takes no message of this size. */
export function isTooBigForQueue(payload: string): boolean {
  return new TextEncoder().encode(payload).length > HOOK_QUEUE_MAX_BYTES
}

/** The two characters of JSON texts that these services refuse. */
function withoutForbidden(json: string): string {
  return json.replace(/[\uFFFE\uFFFF]/g, c => `\\u${c.charCodeAt(0).toString(16)}`)
}

function sendMessage({ name }: Queue, payload: string): Record<string, string> {
  return { Action: 'SendMessage', Version: '2012-11-05', QueueUrl: name, MessageBody: payload }
}

function publish({ name }: Queue, payload: string): Record<string, string> {
  return { Action: 'Publish', Version: '2010-03-31', TopicArn: name, Message: payload }
}

function attributeFields(service: Queue['service'], attributes: Readonly<Record<string, string>>) {
  const list = service === 'sqs' ? 'MessageAttribute' : 'MessageAttributes.entry'
  const fields = Object.entries(attributes).flatMap(([name, value], index) => [
    [`${list}.${index + 1}.Name`, name],
    [`${list}.${index + 1}.Value.DataType`, 'String'],
    [`${list}.${index + 1}.Value.StringValue`, value],
  ])
  return Object.fromEntries(fields) as Record<string, string>
}

/** A queue or topic that keeps the order within groups, and drops what comes twice within 5 minutes. */
function fifoFields({ name }: Queue, group: string, id: string): Record<string, string> {
  if (!name.endsWith('.fifo')) return {}
  return { MessageGroupId: groupId(group), MessageDeduplicationId: id }
}

/** Printable ASCII, 128 characters at most. */
function groupId(group: string): string {
  return /^[!-~]{1,128}$/.test(group) ? group : new Bun.CryptoHasher('sha256').update(group).digest('hex')
}

/** What is wrong with an answer, in words, and whether that may pass by itself. */
export interface QueueProblem {
  readonly error: string
  readonly passes: boolean
}

/** Too much at once, which these services say with 400. */
const THROTTLED = /Throttl|TooManyRequests|LimitExceeded/

/** Undefined when the answer says that the message was taken. */
export function findQueueAnswerProblem({ status, answer }: Posted): QueueProblem | undefined {
  const text = new TextDecoder().decode(answer)
  const isFine = status >= 200 && status < 300
  if (isFine && text.includes('<MessageId>')) return undefined
  if (isFine) return { error: `answered ${status}, but not as SQS and SNS do`, passes: false }
  const code = textIn(text, 'Code') ?? ''
  const why = [code, textIn(text, 'Message') ?? ''].filter(part => part !== '').join(': ')
  const error = why === '' ? `answered ${status}` : `answered ${status}, ${why}`
  return { error: error.slice(0, 500), passes: THROTTLED.test(code) }
}

/** The id that the service gave the message. */
export function messageIdOf({ answer }: Posted): string {
  return textIn(new TextDecoder().decode(answer), 'MessageId') ?? ''
}

function textIn(xml: string, element: string): string | undefined {
  const [, text] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? []
  return text?.trim()
}
