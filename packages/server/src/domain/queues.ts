import type { Json } from './records.ts'

/** A queue (SQS) or a topic (SNS), and who may write to it. */
export interface Queue {
  readonly service: 'sqs' | 'sns'
  /** A queue's address, or a topic's ARN. */
  readonly name: string
  /** Where requests about it go. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  /** As stored: sealed. */
  readonly secret: string
}

/** What settings say of one; `""` for what they leave open. */
export interface QueueFields {
  readonly name: string
  readonly region: string
  readonly key: string
  readonly secret: string
  /** Of SNS: where it is, when it is not Amazon's. */
  readonly endpoint: string
}

const DEFAULT_REGION = 'us-east-1'
/** `sqs.eu-west-1.amazonaws.com`, `eu-west-1.queue.amazonaws.com`, `sqs.eu-west-1.localhost.localstack.cloud`. */
const REGION_OF_HOST = /^(?:sqs(?:-fips)?\.)?([a-z]{2}(?:-[a-z]+)+-\d+)\./
const TOPIC = /^arn:aws[\w-]*:sns:([\w-]+):\d+:[\w.-]+$/

export function parseQueue(service: Queue['service'], fields: QueueFields): Queue {
  const { name, key: accessKeyId, secret } = fields
  const region = fields.region || regionOf(service, name)
  const url = service === 'sqs' ? name : fields.endpoint || amazonOf(region)
  return { service, name, url, region, accessKeyId, secret }
}

function regionOf(service: Queue['service'], name: string): string {
  const found = service === 'sqs' ? REGION_OF_HOST.exec(URL.parse(name)?.hostname ?? '') : TOPIC.exec(name)
  return found?.[1] ?? DEFAULT_REGION
}

function amazonOf(region: string): string {
  return `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`
}

/** What settings call the parts of a queue. */
export interface QueueKeys {
  readonly service: Queue['service']
  readonly name: string
  readonly key: string
  readonly secret: string
  readonly region: string
  readonly endpoint: string
}

/** Of an entry of `event_hooks`. */
export const HOOK_QUEUES: Readonly<Record<Queue['service'], QueueKeys>> = {
  sqs: {
    service: 'sqs',
    name: 'sqs_queue_url',
    key: 'sqs_key',
    secret: 'sqs_secret',
    region: 'sqs_region',
    endpoint: '',
  },
  sns: {
    service: 'sns',
    name: 'sns_topic_arn',
    key: 'sns_key',
    secret: 'sns_secret',
    region: 'sns_region',
    endpoint: 'sns_endpoint',
  },
}

/** COMPAT: of an app's settings, from before there was `event_hooks`. */
export const APP_QUEUES: Readonly<Record<Queue['service'], QueueKeys>> = {
  sqs: { ...HOOK_QUEUES.sqs, name: 'sqs_url' },
  sns: HOOK_QUEUES.sns,
}

export function queueOf(keys: QueueKeys, stored: Json): Queue {
  const text = (key: string) => (typeof stored[key] === 'string' ? stored[key] : '')
  return parseQueue(keys.service, {
    name: text(keys.name),
    region: text(keys.region),
    key: text(keys.key),
    secret: text(keys.secret),
    endpoint: text(keys.endpoint),
  })
}

/** What is wrong with a queue: which part, and what it must be. */
export function findQueueProblem(
  keys: QueueKeys,
  queue: Queue,
): { key: string; problem: string } | undefined {
  const { service, name, url, accessKeyId, secret } = queue
  if (name === '') return { key: keys.name, problem: `is required for ${service.toUpperCase()}` }
  if (service === 'sns' && !TOPIC.test(name)) {
    return {
      key: keys.name,
      problem: 'must be the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:chat',
    }
  }
  if (!isPlainUrl(url)) {
    const key = service === 'sqs' ? keys.name : keys.endpoint
    return { key, problem: 'must be an http:// or https:// address without a query' }
  }
  if (accessKeyId === '') return { key: keys.key, problem: 'is required: the id of an access key' }
  if (secret === '') return { key: keys.secret, problem: 'is required: the secret of the access key' }
  return undefined
}

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return false
  return url.search === '' && url.username === '' && url.password === ''
}
