import type { JsonSchema } from './json-schemas.ts'

/**
 * What fields of these names hold in the documentation's examples: one small town of a few people and
 * channels, so that the examples of all endpoints fit together.
 */
const VALUES: Readonly<Record<string, unknown>> = {
  user_id: 'bender',
  user_ids: ['bender', 'leela'],
  target_user_id: 'zoidberg',
  target_id: 'zoidberg',
  target_message_id: 'planet-express-42',
  blocked_user_id: 'zoidberg',
  blocked_user_ids: ['zoidberg'],
  created_by_id: 'leela',
  banned_by_id: 'leela',
  name: 'Bender',
  image: 'https://chat.example/bender.png',
  role: 'user',
  language: 'en',
  text: 'Good news, everyone!',
  html: '<p>Good news, everyone!</p>\n',
  cid: 'messaging:general',
  channel_cid: 'messaging:general',
  channel_cids: ['messaging:general'],
  cids: ['messaging:general'],
  channel_id: 'general',
  channel_type: 'messaging',
  members: ['bender', 'leela'],
  add_members: ['leela'],
  message_id: 'planet-express-42',
  parent_id: 'planet-express-41',
  option_id: 'pizza',
  poll_id: 'lunch',
  answer_text: 'Anything but salad',
  push_provider: 'firebase',
  push_provider_name: 'android',
  connection_id: '0192-connection',
  query: 'good news',
  words: ['scruffy', 'poplers'],
  reason: 'spam',
  filename: 'history.jsonl',
  path: 'imports/history.jsonl',
  url: 'https://chat.example/files/report.pdf',
  webhook_url: 'https://backend.example/hooks',
  filter_conditions: { type: 'messaging', members: { $in: ['bender'] } },
  filter: { created_at: { $gt: '2026-01-01T00:00:00Z' } },
  sort: [{ field: 'created_at', direction: -1 }],
  grants: { user: ['read-channel', 'create-message'] },
  month: '2026-11',
  limit: 10,
  latitude: 52.52,
  longitude: 13.405,
  channel_seqs: { 'messaging:general': 41 },
  duration: '1.52ms',
  access_token: 'eyJhbGciOiJIUzI1NiJ9…',
  task_id: '019270c2-5f3e-7000-8000-1f2e3d4c5b6a',
}

/** Requests by the name of their operation, where the schema alone does not say what makes sense. */
const REQUESTS: Readonly<Record<string, unknown>> = {
  UpsertUsers: { users: { bender: { id: 'bender', name: 'Bender', role: 'user', planet: 'Earth' } } },
  RestoreUsers: { user_ids: ['nibbler'] },
  QueryBannedUsers: { filter_conditions: { channel_cid: 'messaging:general' }, limit: 10 },
  QueryMessageFlags: { filter_conditions: { user_id: 'zoidberg', is_reviewed: false }, limit: 10 },
  QueryFlagReports: { filter_conditions: { message_id: 'planet-express-42' }, limit: 10 },
  CreatePermission: {
    id: 'read-own-planet',
    name: 'Read channels of their own planet',
    action: 'ReadChannel',
    condition: { '$subject.planet': 'Earth' },
  },
  UpdatePermission: {
    name: 'Read channels of Mars',
    action: 'ReadChannel',
    condition: { '$subject.planet': 'Mars' },
  },
  UpdateChannelsBatch: {
    operation: 'addMembers',
    filter: { cids: { $in: ['messaging:general'] } },
    members: [{ user_id: 'bender' }],
  },
  MarkUnread: { message_id: 'planet-express-42', user_id: 'bender' },
  GetOrCreateDistinctChannel: { data: { members: ['bender', 'leela'], created_by_id: 'leela' }, state: true },
  GetOrCreateChannel: {
    data: { name: 'General', members: ['bender', 'leela'], created_by_id: 'leela' },
    state: true,
    messages: { limit: 25 },
  },
  QueryMessageHistory: {
    filter: { message_id: 'planet-express-42' },
    sort: [{ field: 'message_updated_at', direction: -1 }],
    limit: 10,
  },
  UpsertPushProvider: {
    push_provider: {
      type: 'web',
      name: 'site',
      vapid_subject: 'mailto:leela@planet-express.example',
      web_notification_template: '{"title": "{{ sender.name }}", "body": "{{ truncate message.text 200 }}"}',
    },
  },
  UpdatePushPreferences: {
    preferences: [{ user_id: 'bender', channel_cid: 'messaging:general', chat_level: 'mentions' }],
  },
  CheckPush: { message_id: 'planet-express-42', user_id: 'bender', skip_devices: true },
  CreateCommand: { name: 'ticket', description: 'Open a ticket', args: '[text]', set: 'support_set' },
  RunMessageAction: { form_data: { image_action: 'shuffle' }, user_id: 'bender' },
  UndeleteMessage: { undeleted_by: 'leela' },
  CastPollVote: { vote: { option_id: 'pizza' }, user_id: 'bender' },
  ExportChannels: { channels: [{ type: 'messaging', id: 'general' }], version: 'v2' },
  CreateImport: { path: 'imports/history.jsonl', mode: 'upsert' },
  Sync: { channel_cids: ['messaging:general'], last_sync_at: '2026-11-21T09:30:00Z' },
}

/** Optional keys worth showing; the rest is in the schema. */
const SHOWN = new Set([
  ...[
    'id',
    'user',
    'text',
    'message',
    'name',
    'data',
    'members',
    'set',
    'limit',
    'sort',
    'filter',
    'filter_conditions',
  ],
  ...[
    'user_id',
    'reason',
    'query',
    'type',
    'reaction',
    'event',
    'target_id',
    'target_user_id',
    'options',
    'remind_at',
  ],
])

const TIME = '2026-11-21T09:30:00.123456Z'

/** Examples for the schemas of a document, and for its request bodies. */
export class Examples {
  readonly #components: Readonly<Record<string, JsonSchema>>

  constructor(components: Readonly<Record<string, JsonSchema>>) {
    this.#components = components
  }

  /** The body, or what `payload` holds, of a request. */
  ofRequest(operation: string, schema: JsonSchema): unknown {
    return Object.hasOwn(REQUESTS, operation) ? REQUESTS[operation] : this.of(schema)
  }

  /** An object as it comes and goes: what must be there, and the optional keys that say the most. */
  of(schema: JsonSchema, field = '', depth = 0): unknown {
    const resolved = this.#resolved(schema)
    if (Object.hasOwn(VALUES, field) && fits(VALUES[field], resolved)) return VALUES[field]
    if ('const' in resolved) return resolved.const
    if (Array.isArray(resolved.enum)) return resolved.enum[0]
    const [variant] = variantsOf(resolved)
    if (variant) return this.of(variant, field, depth)
    if (Array.isArray(resolved.allOf)) {
      return Object.assign({}, ...resolved.allOf.map((part: JsonSchema) => this.of(part, field, depth)))
    }
    return this.#ofType(resolved, field, depth)
  }

  #ofType(schema: JsonSchema, field: string, depth: number): unknown {
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
    if (type === 'object' || schema.properties) return this.#object(schema, depth)
    if (type === 'array') {
      return schema.items === undefined || depth > 2
        ? []
        : [this.of(schema.items as JsonSchema, singular(field), depth + 1)]
    }
    if (type === 'string') return textOf(field)
    if (type === 'boolean') return true
    if (type === 'integer' || type === 'number') return numberIn(schema)
    return null
  }

  #object(
    { properties, required, additionalProperties }: JsonSchema,
    depth: number,
  ): Record<string, unknown> {
    const entries = Object.entries((properties ?? {}) as Record<string, JsonSchema>)
    const needed = new Set(Array.isArray(required) ? required : [])
    const shown = entries.filter(([key]) => needed.has(key) || (depth < 2 && SHOWN.has(key)))
    const example = Object.fromEntries(shown.map(([key, value]) => [key, this.of(value, key, depth + 1)]))
    const isMap =
      entries.length === 0 && typeof additionalProperties === 'object' && additionalProperties !== null
    if (!isMap || Object.keys(additionalProperties).length === 0) return example
    return { bender: this.of(additionalProperties as JsonSchema, '', depth + 1) }
  }

  #resolved(schema: JsonSchema): JsonSchema {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
    return name === undefined ? schema : (this.#components[name] ?? {})
  }
}

function variantsOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  const variants = (anyOf ?? oneOf ?? []) as JsonSchema[]
  return variants.filter(variant => variant.type !== 'null')
}

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  integer: value => Number.isInteger(value),
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  array: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Whether a known value is of the kind that the schema wants; a name may mean other things elsewhere. */
function fits(value: unknown, schema: JsonSchema): boolean {
  if (schema.enum || schema.properties || 'const' in schema) return false
  const variants = variantsOf(schema)
  if (variants.length > 0) return variants.some(variant => fits(value, variant))
  const types = [schema.type].flat().filter(type => typeof type === 'string')
  return types.length === 0 || types.some(type => KINDS[type]?.(value))
}

function textOf(field: string): string {
  if (
    /(_at|_since|_until|_before|_after|^expires|^expiration|last_read|last_active|_timestamp|^from|^to|^end_at)$/.test(
      field,
    )
  )
    return TIME
  if (/url$/.test(field)) return 'https://chat.example/x'
  if (field === 'id') return 'general'
  return field === 'type' ? 'messaging' : `a ${field.replaceAll('_', ' ') || 'text'}`
}

function numberIn({ minimum, maximum }: JsonSchema): number {
  const from = typeof minimum === 'number' ? Math.max(minimum, 0) : 0
  return typeof maximum === 'number' ? Math.min(Math.max(from, 1), maximum) : Math.max(from, 1)
}

const singular = (field: string): string => field.replace(/s$/, '')
