import type { Action } from '@parley/protocol'
import type { Frame } from '@parley/testkit'
import { type Room, unique } from './room.ts'

/** One real request as bender; the status of its answer. */
export type Attempt = (room: Room) => Promise<number>

const call =
  (endpoint: (room: Room) => string, body?: (room: Room) => unknown): Attempt =>
  async room =>
    (await room.bender.call(endpoint(room), body?.(room))).status

const query =
  (path: string, payload: (room: Room) => Frame): Attempt =>
  async room => {
    const reply = await room.bender.call(`GET ${path}`, undefined, {
      query: { payload: JSON.stringify(payload(room)) },
    })
    return reply.status
  }

const send = (more: (room: Room) => Frame): Attempt =>
  call(
    ({ path }) => `POST ${path}/message`,
    room => ({ message: { text: 'hello', ...more(room) } }),
  )

const set = (values: (room: Room) => Frame): Attempt =>
  call(
    ({ path }) => `PATCH ${path}`,
    room => ({ set: values(room) }),
  )

const update = (change: (room: Room) => Frame): Attempt => call(({ path }) => `POST ${path}`, change)

async function upload({ server, bender, path }: Room): Promise<number> {
  const form = new FormData()
  form.append('file', new File(['hello'], 'hello.txt', { type: 'text/plain' }))
  const url = `${server.url}${path}/file?api_key=${server.apiKey}`
  const headers: Record<string, string> = bender.token
    ? { authorization: bender.token, 'stream-auth-type': 'jwt' }
    : { 'stream-auth-type': 'anonymous' }
  return (await fetch(url, { method: 'POST', headers, body: form })).status
}

/** What does not change it, takes no grant. */
async function turnFrozen(room: Room): Promise<number> {
  const { channel } = await room.server.ok(`POST ${room.path}/query`, {})
  return set(() => ({ frozen: (channel as Frame).frozen !== true }))(room)
}

/** What ada sent, or where only what is one's own may be touched, what bender sent. */
const HARMLESS: Partial<Record<Action, Attempt>> = {
  'read-channel': call(
    ({ path }) => `POST ${path}/query`,
    () => ({ state: true }),
  ),
  'read-channel-members': query('/members', ({ type, id }) => ({ type, id, filter_conditions: {} })),
  'create-message': send(() => ({})),
  'add-links': send(() => ({ text: 'https://example.com/x' })),
  'create-mention': send(({ ada }) => ({ mentioned_users: [ada] })),
  'create-attachment': send(() => ({ attachments: [{ type: 'card', title: 'x' }] })),
  'create-system-message': send(() => ({ type: 'system' })),
  'create-restricted-visibility-message': send(({ ada }) => ({ restricted_visibility: [ada] })),
  'create-reaction': call(
    ({ messages }) => `POST /messages/${messages.ada}/reaction`,
    () => ({ reaction: { type: 'like' } }),
  ),
  'pin-message': call(
    ({ messages }) => `PUT /messages/${messages.ada}`,
    () => ({ set: { pinned: true } }),
  ),
  'send-custom-event': call(
    ({ path }) => `POST ${path}/event`,
    () => ({ event: { type: 'wave' } }),
  ),
  'upload-attachment': upload,
  'mute-channel': call(
    () => 'POST /moderation/mute/channel',
    ({ cid }) => ({ channel_cid: cid }),
  ),
  'flag-message': call(
    () => 'POST /moderation/flag',
    ({ messages }) => ({ target_message_id: messages.ada }),
  ),
  'flag-user': call(
    () => 'POST /moderation/flag',
    ({ zoe }) => ({ target_user_id: zoe }),
  ),
  'mute-user': call(
    () => 'POST /moderation/mute',
    ({ zoe }) => ({ target_id: zoe }),
  ),
  'read-message-flags': query('/moderation/flags/message', ({ cid }) => ({
    filter_conditions: { channel_cid: cid },
  })),
  'read-flag-reports': call(
    () => 'POST /moderation/reports',
    () => ({}),
  ),
  'search-user': query('/users', ({ ada }) => ({ filter_conditions: { id: ada } })),
  'create-poll': call(
    () => 'POST /polls',
    () => ({ name: 'Dinner?', options: [{ text: 'yes' }] }),
  ),
  'create-channel': call(
    ({ type }) => `POST /channels/${type}/${unique('new')}/query`,
    ({ team }) => ({ data: { team } }),
  ),
  'update-channel-members': update(({ zoe }) => ({ add_members: [zoe] })),
}

/** They change what the others need: in this order, after all the others. */
const CHANGING: Partial<Record<Action, Attempt>> = {
  'update-channel': set(() => ({ color: 'red' })),
  'ban-channel-member': call(
    () => 'POST /moderation/ban',
    ({ zoe, type, id }) => ({ target_user_id: zoe, type, id }),
  ),
  'delete-reaction': call(({ messages }) => `DELETE /messages/${messages.ada}/reaction/love`),
  'ban-user': call(
    () => 'POST /moderation/ban',
    ({ zoe }) => ({ target_user_id: zoe }),
  ),
  'update-channel-cooldown': set(() => ({ cooldown: 1 })),
  'update-channel-frozen': turnFrozen,
  'truncate-channel': call(
    ({ path }) => `POST ${path}/truncate`,
    () => ({}),
  ),
  'add-own-channel-membership': update(({ bender }) => ({ add_members: [bender.id] })),
  'remove-own-channel-membership': update(({ bender }) => ({ remove_members: [bender.id] })),
  'delete-channel': call(({ path }) => `DELETE ${path}`),
}

export const ATTEMPTS: Readonly<Partial<Record<Action, Attempt>>> = { ...HARMLESS, ...CHANGING }

/** With a poll in the channel. */
export const vote: Attempt = call(
  ({ poll }) => `POST /messages/${poll?.message}/polls/${poll?.id}/vote`,
  ({ poll }) => ({ vote: { option_id: poll?.option } }),
)

/** On a message of somebody. */
export const edit = (messageId: string): Attempt =>
  call(
    () => `POST /messages/${messageId}`,
    () => ({ message: { text: 'edited' } }),
  )

export const remove = (messageId: string): Attempt => call(() => `DELETE /messages/${messageId}`)

export const sendText = (text: string): Attempt => send(() => ({ text }))
