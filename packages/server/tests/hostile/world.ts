import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Person, signToken, startServer, type TestServer, testPostgresUrl } from '@parley/testkit'
import pino from 'pino'
import { Receiver } from '../receiver.ts'
import { type Audit, openAudit } from './audit.ts'
import type { JsonSchema } from './schemas.ts'

/** One endpoint as `/openapi.json` has it. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly content?: Content }[]
  readonly body: JsonSchema | undefined
  /** Takes a form with a file. */
  readonly isUpload: boolean
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>

/** People who send requests: nothing here takes their accounts away. */
const PEOPLE = ['alice', 'bob', 'carol']
/** People to whom things are done. */
const VICTIMS = ['victim-1', 'victim-2', 'victim-3', 'closed', 'gone']
const MESSAGES = ['m-1', 'm-1', 'm-2', 'm-3', 'm-reply', 'm-poll']
const POLL_IDS: Readonly<Record<string, readonly string[]>> = {
  poll_id: ['p-1', 'p-1', 'p-1', 'nothing'],
  option_id: ['o-1', 'o-2', 'nothing'],
  vote_id: ['v-1', 'v-1', 'nothing'],
}
/** What paths name by `name`, by the first part of the path. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  commands: ['wave', 'wave', 'giphy', 'new-1', 'nothing'],
  blocklists: ['swear', 'swear', 'profanity_en_2020_v1', 'new-1', 'nothing'],
  roles: ['helper', 'helper', 'user', 'new-1', 'nothing'],
  push_providers: ['main', 'main', '', 'nothing'],
}
const CHANNELS = ['hall', 'stage', 'office', 'nowhere']
const PERMISSIONS = ['read-channel', 'create-message', 'wave-back', 'wave-back', 'nothing']
const TYPES = ['messaging', 'livestream', 'team', 'gaming', 'commerce', 'forum', 'forum', 'nothing']
const CIDS = ['messaging:hall', 'livestream:stage', 'team:office', 'messaging:nowhere', 'team:hall']
const TIMES = ['2026-11-21T09:30:00Z', '1999-01-01T00:00:00+05:00', '0001-01-01T00:00:00Z', '']
const FIELDS = ['id', 'name', 'created_at', 'updated_at', 'last_message_at', 'user_id', 'planet', 'a.b', '']

/** A live server with something in it, an ear for its errors, and an eye on its tables. */
export class World implements AsyncDisposable {
  readonly server: TestServer
  readonly audit: Audit
  readonly people: readonly Person[]
  readonly guest: Person
  readonly operations: readonly Operation[]
  readonly components: Readonly<Record<string, JsonSchema>>
  /** Lines of the log that are errors. */
  readonly errors: readonly string[]
  readonly #folder: string
  readonly #hook: Receiver
  readonly #app: unknown
  readonly #types: Readonly<Record<string, unknown>>
  readonly #ids: Made['ids']

  private constructor(parts: Made) {
    this.server = parts.server
    this.audit = parts.audit
    this.people = parts.people
    this.guest = parts.guest
    this.errors = parts.errors
    this.operations = parts.document.operations
    this.components = parts.document.components
    this.#folder = parts.folder
    this.#app = parts.app
    this.#types = parts.types
    this.#ids = parts.ids
    this.#hook = parts.hook
  }

  static async open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-hostile-'))
    const errors: string[] = []
    const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
    const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
    const server = await startServer({ log, config: { dataDir: folder, databaseUrl } })
    const hook = new Receiver()
    await server.ok('PATCH /app', {
      event_hooks: [{ id: 'hook-1', hook_type: 'webhook', webhook_url: hook.url }],
    })
    const { people, guest, ids } = await populate(server)
    const { app } = await server.ok('GET /app')
    const { channel_types } = await server.ok('GET /channeltypes')
    const types = channel_types as Record<string, unknown>
    const document = await readDocument(server)
    const audit = await openAudit(databaseUrl ?? join(folder, 'parley.db'))
    return new World({ folder, errors, server, people, guest, app, types, document, audit, hook, ids })
  }

  /** What a field of this name may mean here. */
  known(field: string): readonly unknown[] {
    if (field === 'connection_id') return this.people.map(({ connectionId }) => connectionId ?? 'x')
    if (field === 'url') return [...(this.#ids.uploads ?? []), ...(KNOWN.url ?? [])]
    if (field === 'remind_at') return ['2999-01-01T00:00:00Z', ...TIMES.slice(1)]
    if (/(_at|_timestamp|_since|_before|_until|_expires|^from|^to)$/.test(field)) return TIMES
    return Object.hasOwn(KNOWN, field) ? (KNOWN[field] ?? []) : []
  }

  /** Resolves when everything that was asked for is done. */
  async idle(): Promise<void> {
    while (await this.audit.isBusy()) await Bun.sleep(2)
  }

  /** Good values of a path parameter. */
  pathValues(path: string, name: string): readonly string[] {
    return pathValues(path, name, this.#ids)
  }

  /** Brings back what requests took away, so that the next ones find something. */
  async restore(): Promise<void> {
    await clearUp(this.server)
    for (const [endpoint, body] of FURNITURE) await this.server.call(endpoint, body)
  }

  /** Undoes what would turn everybody away from now on. */
  async heal(): Promise<void> {
    await this.server.ok('PATCH /app', { revoke_tokens_issued_before: null })
    await this.server.ok('PATCH /app', this.#app)
    for (const [name, type] of Object.entries(this.#types)) {
      const { status } = await this.server.call(`PUT /channeltypes/${name}`, type)
      if (status >= 300 && name !== 'forum') throw new Error(`channel type ${name} can not be healed`)
    }
  }

  /** Tokens by who shows them; undefined shows none. */
  tokens(): readonly (readonly [caller: string, token: string | undefined])[] {
    const { server, people, guest } = this
    const longAgo = Math.floor(Date.now() / 1000) - 60
    const strange = [
      ['anonymous', undefined],
      ['closed', server.token('closed')],
      ['gone', server.token('gone')],
      ['expired', server.token('alice', { exp: longAgo })],
      ['foreign', signToken('somebody-elses-secret-of-32-chars', { user_id: 'alice' })],
      ['garbage', 'a.b.c'],
      ['nobody', undefined],
    ] as const
    const callers = [...people, guest].map(({ id, token }) => [id, token] as const)
    const good = [...callers, ...callers, ...Array(8).fill(['server', server.serverToken] as const)]
    return [...good, ...strange]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.audit[Symbol.asyncDispose]()
    await this.server[Symbol.asyncDispose]()
    await this.#hook[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

interface Made {
  readonly folder: string
  readonly errors: readonly string[]
  readonly server: TestServer
  readonly people: readonly Person[]
  readonly guest: Person
  readonly app: unknown
  readonly types: Readonly<Record<string, unknown>>
  readonly document: Document
  readonly audit: Audit
  readonly hook: Receiver
  /** What was not named by us, by the first part of the path. */
  readonly ids: Readonly<Record<string, readonly string[]>>
}

const KNOWN: Readonly<Record<string, readonly unknown[]>> = {
  id: [...VICTIMS, ...MESSAGES, 'hall', 'hall', 'hall', 'new-1', 'new-2'],
  user_id: [...PEOPLE, ...PEOPLE, ...PEOPLE, ...VICTIMS],
  name: ['new-1', 'new-2', 'swear', 'forum', 'helper', 'wave', 'Planet Express', ''],
  action: ['CreateMessage', 'ReadChannel', 'ban', ''],
  words: ['darn', 'heck', ''],
  target_user_id: VICTIMS,
  target_id: VICTIMS,
  target_ids: VICTIMS,
  target_message_id: MESSAGES,
  banned_by_id: PEOPLE,
  deleted_by: PEOPLE,
  undeleted_by: PEOPLE,
  new_channel_owner_id: PEOPLE,
  invites: VICTIMS,
  add_moderators: PEOPLE,
  demote_moderators: PEOPLE,
  blocked_user_ids: VICTIMS,
  restricted_visibility: PEOPLE,
  channel_cid: CIDS,
  channels: [{ cid: 'messaging:hall' }, { type: 'team', id: 'office' }, { cid: 'messaging:nowhere' }],
  message: [{ text: 'hello' }, { text: 'hello', user_id: 'alice' }],
  condition: [{}, { '$subject.id': 'alice' }],
  reaction: [{ type: 'like' }, { type: 'like', score: 3 }, { type: 'wave', user_id: 'alice' }],
  vote: [{ option_id: 'o-1' }, { option_id: 'o-2' }, { answer_text: 'maybe' }],
  emoji_code: ['1f600', ''],
  score: [0, 1, -1],
  query: ['hello', 'a OR b', '"', '*', ''],
  filter_tags: ['red', 'blue'],
  add_filter_tags: ['red'],
  remove_filter_tags: ['red', 'green'],
  operation: ['addMembers', 'removeMembers', 'updateData', 'hide', 'nothing'],
  review_result: ['reviewed', 'unreviewed', ''],
  unset: ['planet', 'name', 'a.b', ''],
  timeout: [0, 1, 60],
  expiration: [0, 60_000],
  version: ['v1', 'v2'],
  event_types: ['message.new', 'user.updated', '*', 'nothing'],
  webhook_url: ['https://chat.example/hook', 'http://127.0.0.1:1/', 'ftp://chat.example', ''],
  form_data: [{ image_action: 'send' }, { image_action: 'cancel' }],
  user: [{ id: 'alice' }, { id: 'bob' }, { id: 'victim-1' }, {}, null],
  text: ['hello', 'https://chat.example', '/giphy cat', '*', ''],
  push_provider_name: [''],
  user_ids: VICTIMS,
  members: [...PEOPLE, ...VICTIMS],
  add_members: VICTIMS,
  remove_members: VICTIMS,
  mentioned_users: PEOPLE,
  blocked_user_id: VICTIMS,
  created_by_id: PEOPLE,
  message_id: MESSAGES,
  parent_id: MESSAGES,
  quoted_message_id: MESSAGES,
  thread_id: MESSAGES,
  id_lt: MESSAGES,
  id_gt: MESSAGES,
  id_around: MESSAGES,
  ids: ['m-1', 'm-1,m-2', 'm-1,,nothing', ','],
  channel_cids: CIDS,
  cid: CIDS,
  cids: CIDS,
  users: [
    { id: 'victim-1', set: { planet: 'Mars' } },
    { id: 'bob', unset: ['planet'] },
  ],
  type: ['messaging', 'messaging', ...TYPES, 'regular', 'system', 'typing.start', 'wave', 'message.new'],
  field: FIELDS,
  channel_role: ['channel_member', 'channel_moderator', 'no-such-role'],
  role: ['user', 'admin', 'no-such-role'],
  direction: [1, -1],
  limit: [0, 1, 10],
  offset: [0, 3],
  grants: ['read-channel', 'create-message', '!add-links', 'no-such-permission'],
  language: ['en', ''],
  commands: ['giphy', 'ban'],
  channel_seqs: [0, 1, 3],
  payload: ['{}', '[]', ''],
  ...POLL_IDS,
  answer_text: ['maybe', ''],
  latitude: [0, 90],
  longitude: [0, -180],
  url: [
    '',
    'https://chat.example/a.png',
    '/files/1/files/aaaaaaaaaaaaaaaaaaaaaa/a.txt?Expires=1&Signature=AAAA',
  ],
  filename: ['data.jsonl', '../../x', '.'],
  path: ['1/imports/aaaaaaaaaaaaaaaaaaaaaa/data.jsonl', '../x', '/files/1'],
  mode: ['insert', 'upsert'],
  month: ['2026-11', '2026-13', '2026'],
  start_date: ['2026-11-01', '2026-02-30'],
  end_date: ['2026-11-21', '1999-12-31'],
  next: ['', 'Ymx1ZQ==', 'AA=='],
}

/** Good values of a path parameter; what they name depends on what the path is about. */
function pathValues(path: string, name: string, made: Made['ids']): readonly string[] {
  const [noun = ''] = path.slice(1).split('/', 1)
  const ids = made[noun]
  if (ids) return [...ids, ...ids, 'nothing']
  if (path.includes('/reaction/')) return name === 'type' ? ['like', 'like', 'wave', 'nothing'] : MESSAGES
  if (name === 'type' && noun === 'push_providers') return ['firebase', 'apn', 'nothing']
  if (name === 'name' && NAMES[noun]) return NAMES[noun]
  if (name === 'type' || name === 'name') return [...Array<string>(8).fill('messaging'), ...TYPES]
  if (name === 'message_id') return path.includes('/polls/') ? ['m-poll', 'm-poll', 'm-1'] : MESSAGES
  if (noun === 'permissions') return PERMISSIONS
  if (name === 'user_id') return [...PEOPLE, ...VICTIMS]
  const known = POLL_IDS[name]
  if (known) return known
  if (path.startsWith('/users')) return VICTIMS
  return path.startsWith('/messages') ? MESSAGES : [...Array<string>(5).fill('hall'), ...CHANNELS]
}

async function populate(server: TestServer): Promise<Pick<Made, 'people' | 'guest' | 'ids'>> {
  const guest = await server.guest('visitor')
  await furnish(server)
  await server.ok('POST /users/closed/deactivate')
  await server.ok('DELETE /users/gone')
  const people = await Promise.all(PEOPLE.map(id => server.connected(id)))
  return { people, guest, ids: await begin(server) }
}

/** Begins what has ids of the server's own. */
async function begin(server: TestServer): Promise<Made['ids']> {
  const { task_id } = await server.ok('POST /export_channels', { channels: [{ cid: 'messaging:hall' }] })
  await server.ok('POST /moderation/flag', { target_message_id: 'm-2', user_id: 'bob' })
  const { flag_reports } = await server.ok('POST /moderation/reports', {})
  const form = new FormData()
  form.set('file', new File(['hello'], 'a.txt', { type: 'text/plain' }))
  form.set('user', '{"id":"alice"}')
  const upload = await fetch(`${server.url}/uploads/file?api_key=${server.apiKey}`, {
    method: 'POST',
    headers: { Authorization: server.serverToken, 'Stream-Auth-Type': 'jwt' },
    body: form,
  })
  const { file } = (await upload.json()) as { file: string }
  const tasks = [String(task_id)]
  return {
    hooks: ['hook-1'],
    uploads: [file],
    tasks,
    export_channels: tasks,
    moderation: (flag_reports as { id: string }[]).map(({ id }) => id),
  }
}

type Call = readonly [endpoint: string, body?: object]

const OPTIONS = [
  { id: 'o-1', text: 'yes' },
  { id: 'o-2', text: 'no' },
]
const say = (message: object): Call => ['POST /channels/messaging/hall/message', { message }]
const room = (path: string): readonly Call[] => {
  const members = ['alice', 'bob', 'victim-1']
  return [
    [`POST /channels/${path}/query`, { data: { created_by_id: 'alice', members } }],
    [`POST /channels/${path}`, { data: { frozen: false, disabled: false }, add_members: members }],
  ]
}

/** What there is in the world; what is there already is refused. */
const FURNITURE: readonly Call[] = [
  ['POST /channeltypes', { name: 'forum' }],
  ['PUT /channeltypes/messaging', { polls: true, shared_locations: true, user_message_reminders: true }],
  ['POST /roles', { name: 'helper' }],
  ['POST /permissions', { id: 'wave-back', name: 'Wave back', action: 'ReadChannel', condition: {} }],
  ['POST /blocklists', { name: 'swear', words: ['darn'] }],
  ['POST /commands', { name: 'wave', description: 'waves' }],
  ...['messaging/hall', 'livestream/stage', 'team/office'].flatMap(room),
  ...['m-1', 'm-2', 'm-3'].map(id => say({ id, text: `hello ${id}`, user_id: 'alice' })),
  say({ id: 'm-reply', parent_id: 'm-1', text: 'a reply', user_id: 'bob' }),
  ['POST /polls', { id: 'p-1', name: 'well?', options: OPTIONS, allow_answers: true, user_id: 'alice' }],
  say({ id: 'm-poll', poll_id: 'p-1', user_id: 'alice' }),
  ['POST /messages/m-poll/polls/p-1/vote', { vote: { id: 'v-1', option_id: 'o-1' }, user_id: 'bob' }],
  ['POST /messages/m-1/reaction', { reaction: { type: 'like', user_id: 'bob' } }],
  ['POST /messages/m-1/reminders', { user_id: 'alice', remind_at: '2999-01-01T00:00:00Z' }],
  ['POST /channels/messaging/hall/draft', { message: { text: 'well' }, user_id: 'alice' }],
]

/** Puts everything in its place. */
async function furnish(server: TestServer): Promise<void> {
  const users = [...PEOPLE, ...VICTIMS].map(id => ({ id, name: id, planet: 'Earth' }))
  await server.upsertUsers(...users)
  for (const [endpoint, body] of FURNITURE) await server.ok(endpoint, body)
}

/** What has to be undone before everything is put in its place again. */
async function clearUp(server: TestServer): Promise<void> {
  for (const id of VICTIMS.slice(0, 3)) {
    await server.call('POST /users/restore', { user_ids: [id] })
    await server.call('POST /users', { users: { [id]: { id, name: id, role: 'user', teams: [] } } })
    await server.call(`POST /users/${id}/reactivate`)
  }
  const { status } = await server.call('GET /messages/m-1')
  if (status !== 200) await server.call('DELETE /channels/messaging/hall?hard_delete=true')
  for (const id of MESSAGES.slice(1))
    await server.call(`POST /messages/${id}/undelete`, { undeleted_by: 'alice' })
}

interface Document {
  readonly operations: readonly Operation[]
  readonly components: Readonly<Record<string, JsonSchema>>
}

async function readDocument(server: TestServer): Promise<Document> {
  const response = await fetch(`${server.url}/openapi.json`)
  const { paths, components } = (await response.json()) as {
    paths: Record<string, Record<string, RawOperation>>
    components: { schemas: Record<string, JsonSchema> }
  }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => toOperation(path, method, raw)),
  )
  return { operations, components: components.schemas }
}

interface RawOperation {
  readonly parameters?: Operation['parameters']
  readonly requestBody?: { readonly content: Content }
}

function toOperation(
  path: string,
  method: string,
  { parameters = [], requestBody }: RawOperation,
): Operation {
  const payload = parameters.find(({ name }) => name === 'payload')?.content
  const content = requestBody?.content ?? payload
  return {
    method: method.toUpperCase(),
    path,
    parameters,
    body: content?.['application/json']?.schema,
    isUpload: content?.['multipart/form-data'] !== undefined,
  }
}
