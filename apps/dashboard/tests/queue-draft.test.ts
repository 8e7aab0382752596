import { expect, test } from 'bun:test'
import {
  NO_QUEUE,
  type QueueDraft,
  queueProblems,
  queueSettings,
  regionIn,
} from '../src/app/pages/logs/webhooks/queue-draft'

const QUEUE: QueueDraft = {
  ...NO_QUEUE,
  name: 'https://sqs.eu-west-1.amazonaws.com/123456789012/chat',
  key: 'AKIDEXAMPLE',
  secret: 's3cret',
}
const TOPIC: QueueDraft = { ...QUEUE, name: 'arn:aws:sns:eu-central-1:123456789012:chat' }

test('a queue and a topic that are whole have no problems', () => {
  expect(queueProblems('sqs', QUEUE, undefined)).toEqual({})
  expect(queueProblems('sns', TOPIC, undefined)).toEqual({})
  expect(queueProblems('sns', { ...TOPIC, endpoint: 'http://localstack:4566/' }, undefined)).toEqual({})
})

test('what is missing or wrong is said where it stands', () => {
  const wrong = (kind: 'sqs' | 'sns', draft: Partial<QueueDraft>) =>
    Object.keys(queueProblems(kind, { ...(kind === 'sqs' ? QUEUE : TOPIC), ...draft }, undefined))
  expect(Object.keys(queueProblems('sqs', NO_QUEUE, undefined))).toEqual(['name', 'key', 'secret'])
  expect(wrong('sqs', { name: 'chat' })).toEqual(['name'])
  expect(wrong('sqs', { name: 'https://sqs.example/1/chat?Action=PurgeQueue' })).toEqual(['name'])
  expect(wrong('sqs', { name: 'https://me:word@sqs.example/1/chat' })).toEqual(['name'])
  expect(wrong('sns', { name: 'arn:aws:sqs:eu-west-1:123456789012:chat' })).toEqual(['name'])
  expect(wrong('sns', { endpoint: 'localstack' })).toEqual(['endpoint'])
  expect(wrong('sqs', { endpoint: 'what a queue does not have' })).toEqual([])
})

test('the secret that is kept need not be typed, unless the key is another one', () => {
  const kept = { ...QUEUE, secret: '' }
  expect(queueProblems('sqs', kept, 'AKIDEXAMPLE')).toEqual({})
  expect(Object.keys(queueProblems('sqs', { ...kept, key: 'AKIDOTHER' }, 'AKIDEXAMPLE'))).toEqual(['secret'])
})

test('the region is read from the address or the ARN', () => {
  expect(regionIn('sqs', QUEUE.name)).toBe('eu-west-1')
  expect(regionIn('sqs', 'http://localhost:9324/000000000000/chat')).toBe('')
  expect(regionIn('sns', TOPIC.name)).toBe('eu-central-1')
})

test('what is left empty is not sent', () => {
  const { name: sqs_queue_url, key: sqs_key, secret: sqs_secret } = QUEUE
  expect(queueSettings('sqs', QUEUE)).toEqual({ sqs_queue_url, sqs_key, sqs_secret })
  expect(queueSettings('sqs', { ...QUEUE, secret: '', region: ' eu-west-2 ' }, 'sqs_url')).toEqual({
    sqs_url: sqs_queue_url,
    sqs_key,
    sqs_region: 'eu-west-2',
  })
  expect(queueSettings('sns', { ...TOPIC, endpoint: 'http://sns/' })).toMatchObject({
    sns_topic_arn: TOPIC.name,
    sns_endpoint: 'http://sns/',
  })
})
