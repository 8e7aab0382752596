import type { HookKind, QueueKind, QueueSettings } from './hook-types'
import { addressProblem } from './webhook-address'

/** A queue or a topic as it is typed. */
export interface QueueDraft extends QueueSettings {
  /** A queue's address, or a topic's ARN. */
  readonly name: string
  /** `''`: the one that is kept. */
  readonly secret: string
}

export type QueueField = keyof QueueDraft

export const NO_QUEUE: QueueDraft = { name: '', key: '', secret: '', region: '', endpoint: '' }

export function isQueue(kind: HookKind): kind is QueueKind {
  return kind === 'sqs' || kind === 'sns'
}

/** As the server looks at it. */
const TOPIC = /^arn:aws[\w-]*:sns:([\w-]+):\d+:[\w.-]+$/
const REGION_OF_HOST = /^(?:sqs(?:-fips)?\.)?([a-z]{2}(?:-[a-z]+)+-\d+)\./

/** What is wrong, by field. `keptKey` is the key whose secret the server has; undefined for a new queue. */
export function queueProblems(
  kind: QueueKind,
  { name, key, secret, endpoint }: QueueDraft,
  keptKey: string | undefined,
): Partial<Record<QueueField, string>> {
  const problems = {
    name: kind === 'sqs' ? queueProblem(name) : topicProblem(name),
    endpoint: kind === 'sns' && endpoint.trim() !== '' ? plainProblem(endpoint) : '',
    key: key.trim() === '' ? 'The id of an access key, such as AKIA…' : '',
    secret: secret === '' && key.trim() !== keptKey ? 'The secret that belongs to this access key' : '',
  }
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== ''))
}

function queueProblem(name: string): string {
  const example = 'https://sqs.eu-west-1.amazonaws.com/123456789012/chat'
  return name.trim() === '' ? `Which queue? Such as ${example}` : plainProblem(name)
}

function topicProblem(name: string): string {
  return TOPIC.test(name.trim()) ? '' : 'The ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:chat'
}

/** What is signed is the address itself: nothing may stand behind it or let somebody in. */
function plainProblem(text: string): string {
  const url = URL.parse(text.trim())
  const isPlain = url?.search === '' && url.username === '' && url.password === ''
  return addressProblem(text) || (isPlain ? '' : 'Must have neither a query nor a password in it')
}

/** The region that a queue's address or a topic's ARN names; `''` where it names none. */
export function regionIn(kind: QueueKind, name: string): string {
  const text = name.trim()
  const found = kind === 'sqs' ? REGION_OF_HOST.exec(URL.parse(text)?.hostname ?? '') : TOPIC.exec(text)
  return found?.[1] ?? ''
}

/** As settings of a hook, or what `check_sqs` and `check_sns` take; what is empty is left out. */
export function queueSettings(
  kind: QueueKind,
  { name, key, secret, region, endpoint }: QueueDraft,
  nameKey: string = NAMES[kind],
): Readonly<Record<string, string>> {
  const settings = {
    [nameKey]: name.trim(),
    [`${kind}_key`]: key.trim(),
    [`${kind}_secret`]: secret,
    [`${kind}_region`]: region.trim(),
    ...(kind === 'sns' && { sns_endpoint: endpoint.trim() }),
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''))
}

/** What a hook calls its queue. */
const NAMES: Readonly<Record<QueueKind, string>> = { sqs: 'sqs_queue_url', sns: 'sns_topic_arn' }

/** What the page edits of a queue in the settings of a hook. */
export const QUEUE_SETTINGS: ReadonlySet<string> = new Set([
  ...Object.values(NAMES),
  'sqs_key',
  'sqs_region',
  'sns_key',
  'sns_region',
  'sns_endpoint',
])
