import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Person, signToken, startServer, type TestServer, testPostgresUrl } from '@parley/testkit'
import pino from 'pino'
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
const MESSAGES = ['m-1', 'm-2', 'm-3', 'm-reply', 'm-poll']
const POLL_IDS: Readonly<Record<string, readonly string[]>> = {
  poll_id: ['p-1', 'p-1', 'p-1', 'nothing'],
  option_id: ['o-1', 'o-2', 'nothing'],
  vote_id: ['nothing'],
}
const CHANNELS = ['hall', 'stage', 'office', 'nowhere']
const TYPES = ['messaging', 'livestream', 'team', 'gaming', 'commerce', 'nothing']
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
  readonly #app: unknown
  readonly #types: Readonly<Record<string, unknown>>

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
  }

  static async open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-hostile-'))
    const errors: string[] = []
    const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
    const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
    const server = await startServer({ log, config: { dataDir: folder, databaseUrl } })
    const { people, guest } = await populate(server)
    const { app } = await server.ok('GET /app')
    const { channel_types } = await server.ok('GET /channeltypes')
    const types = channel_types as Record<string, unknown>
    const document = await readDocument(server)
    const audit = await openAudit(databaseUrl ?? join(folder, 'parley.db'))
    return new World({ folder, errors, server, people, guest, app, types, document, audit })
  }

  /** What a field of this name may mean here. */
  known(field: string): readonly unknown[] {
    if (field === 'connection_id') return this.people.map(({ connectionId }) => connectionId ?? 'x')
    if (/(_at|_timestamp|_before|_until|_expires|^from|^to)$/.test(field)) return TIMES
    return Object.hasOwn(KNOWN, field) ? (KNOWN[field] ?? []) : []
  }

  /** Resolves when everything that was asked for is done. */
  async idle(): Promise<void> {
    while (await this.audit.isBusy()) await Bun.sleep(2)
  }

  /** Undoes what would turn everybody away from now on. */
  async heal(): Promise<void> {
    await this.server.ok('PATCH /app', { revoke_tokens_issued_before: null })
    await this.server.ok('PATCH /app', this.#app)
    for (const [name, type] of Object.entries(this.#types))
      await this.server.ok(`PUT /channeltypes/${name}`, type)
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
}

const KNOWN: Readonly<Record<string, readonly unknown[]>> = {
  id: [...VICTIMS, ...MESSAGES, 'hall', 'hall', 'hall', 'new-1', 'new-2'],
  user_id: [...PEOPLE, ...VICTIMS],
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
export function pathValues(path: string, name: string): readonly string[] {
  if (name === 'type' || name === 'name') return ['messaging', 'messaging', 'messaging', ...TYPES]
  if (name === 'user_id') return [...PEOPLE, ...VICTIMS]
  const known = POLL_IDS[name]
  if (known) return known
  if (path.startsWith('/users')) return VICTIMS
  return path.startsWith('/messages') ? MESSAGES : ['hall', 'hall', 'hall', ...CHANNELS]
}

async function populate(server: TestServer): Promise<{ people: Person[]; guest: Person }> {
  await server.upsertUsers(...[...PEOPLE, ...VICTIMS].map(id => ({ id, name: id, planet: 'Earth' })))
  const guest = await server.guest('visitor')
  await server.ok('POST /users/closed/deactivate')
  await server.ok('DELETE /users/gone')
  for (const path of ['messaging/hall', 'livestream/stage', 'team/office']) {
    await server.ok(`POST /channels/${path}/query`, {
      data: { created_by_id: 'alice', members: ['alice', 'bob'] },
    })
  }
  const people = await Promise.all(PEOPLE.map(id => server.connected(id)))
  for (const id of ['m-1', 'm-2', 'm-3']) await people[0]?.send('messaging:hall', `hello ${id}`, { id })
  await people[1]?.send('messaging:hall', 'a reply', { id: 'm-reply', parent_id: 'm-1' })
  await populatePolls(server)
  return { people, guest }
}

async function populatePolls(server: TestServer): Promise<void> {
  const switches = { polls: true, shared_locations: true, user_message_reminders: true }
  await server.ok('PUT /channeltypes/messaging', switches)
  const options = [
    { id: 'o-1', text: 'yes' },
    { id: 'o-2', text: 'no' },
  ]
  await server.ok('POST /polls', { id: 'p-1', name: 'well?', options, allow_answers: true, user_id: 'alice' })
  const message = { id: 'm-poll', poll_id: 'p-1', user_id: 'alice' }
  await server.ok('POST /channels/messaging/hall/message', { message })
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
