import type { Frame } from '@parley/testkit'
import { type Form, upload } from '../uploads.ts'
import type { Attempt } from './attempts.ts'
import type { Room } from './room.ts'

/** In a channel of its own, which is as `data` says. */
const elsewhere =
  (data: Frame, attempt: (room: Room, path: string) => Promise<number>): Attempt =>
  async room =>
    attempt(room, await room.another(data))

const say = async ({ bender }: Room, path: string, text = 'hello'): Promise<number> =>
  (await bender.call(`POST ${path}/message`, { message: { text } })).status

/** What somebody uploaded to the channel, taken away. */
const deleteFileOf = (whose: 'ada' | 'bender'): Attempt =>
  elsewhere({}, async ({ server, bender, ada }, path) => {
    const backend = { apiKey: server.apiKey, token: server.serverToken }
    const form: Form = { content: 'hello', user: JSON.stringify({ id: whose === 'ada' ? ada : bender.id }) }
    const { body } = await upload(server.url, backend, `${path}/file`, form)
    const query = { url: String(body.file) }
    return (await bender.call(`DELETE ${path}/file`, undefined, { query })).status
  })

const updateUser = (whose: 'ada' | 'bender', set: Frame): Attempt => {
  return async room => {
    const id = whose === 'ada' ? room.ada : room.bender.id
    return (await room.bender.call('PATCH /users', { users: [{ id, set }] })).status
  }
}

/** What is asked on the way to something else, and what changes too much to be tried in the same channel. */
export const MORE_ATTEMPTS: Readonly<Record<string, Attempt>> = {
  'recreate-channel': elsewhere({}, async ({ server, bender }, path) => {
    await server.ok(`DELETE ${path}`)
    return (await bender.call(`POST ${path}/query`, {})).status
  }),
  'read-channel, synced': async ({ bender, cid }) => {
    const since = { channel_cids: [cid], last_sync_at: '2020-01-01T00:00:00Z' }
    const { status, body } = await bender.call('POST /sync', since)
    return (body.inaccessible_cids as unknown[]).length === 0 ? status : 403
  },
  'read-channel, found': async ({ bender, cid }) => {
    const { status, body } = await bender.call('POST /channels', { filter_conditions: { cid, team: {} } })
    return (body.channels as unknown[] | undefined)?.length === 1 ? status : 403
  },
  'read-channel, one message': async ({ bender, messages }) =>
    (await bender.call(`GET /messages/${messages.ada}`)).status,
  'create-message, typing': async ({ bender, path }) =>
    (await bender.call(`POST ${path}/event`, { event: { type: 'typing.start' } })).status,
  'create-distinct-channel-for-others': async ({ bender, type, ada, zoe }) =>
    (await bender.call(`POST /channels/${type}/query`, { data: { members: [ada, zoe] } })).status,
  'read-disabled-channel': elsewhere(
    { disabled: true },
    async ({ bender }, path) => (await bender.call(`POST ${path}/query`, {})).status,
  ),
  'use-frozen-channel': elsewhere({ frozen: true }, say),
  'skip-channel-cooldown': elsewhere({ cooldown: 120 }, async (room, path) => {
    await say(room, path)
    return say(room, path)
  }),
  'skip-message-moderation': elsewhere(
    { config_overrides: { blocklist: 'profanity_en_2020_v1', blocklist_behavior: 'block' } },
    (room, path) => say(room, path, 'what the fuck'),
  ),
  'delete-attachment of one’s own': deleteFileOf('bender'),
  'delete-attachment of others': deleteFileOf('ada'),
  'update-user of one’s own': updateUser('bender', { hat: 'red' }),
  'update-user of others': updateUser('ada', { hat: 'red' }),
  'update-user-role of one’s own': updateUser('bender', { role: 'admin' }),
  'update-user-teams of one’s own': updateUser('bender', { teams: ['red'] }),
  'update-flag-report': async ({ server, bender, ada, zoe }) => {
    await server.ok('POST /moderation/flag', { target_user_id: zoe, user_id: ada })
    const { flag_reports } = await server.ok('POST /moderation/reports', {
      filter_conditions: { user_id: zoe },
    })
    const [report] = flag_reports as { id: string }[]
    return (await bender.call(`PATCH /moderation/reports/${report?.id}`, { review_result: 'seen' })).status
  },
}
