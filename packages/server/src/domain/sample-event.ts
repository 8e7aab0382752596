import type { Json } from './records.ts'

/** What a sample event is about; nothing of it is in the database. */
const USER = {
  id: 'parley-test-user',
  name: 'Test User',
  role: 'user',
  online: true,
  banned: false,
} as const

const CHANNEL_ID = 'parley-test'
const CID = `messaging:${CHANNEL_ID}`

/** The part of a type before its first dot that concerns a channel. */
const OF_CHANNELS = /^(message|reaction|member|channel)\./

/**
 * An event as a hook would get it, about somebody and something that are not there. `test: true` says so
 * to receivers that act upon events.
 */
export function sampleEvent(type: string, at: string): Json {
  const subject = type.split('.', 1)[0] ?? ''
  const user = { ...USER, created_at: at, updated_at: at, last_active: at }
  return {
    type,
    test: true,
    created_at: at,
    ...(OF_CHANNELS.test(type) && { cid: CID, channel_type: 'messaging', channel_id: CHANNEL_ID }),
    ...(OF_CHANNELS.test(type) && { channel: sampleChannel(at, user) }),
    ...(subject === 'message' || subject === 'reaction' ? { message: sampleMessage(at, user) } : {}),
    ...(subject === 'reaction' && { reaction: sampleReaction(at, user) }),
    ...(subject === 'member' && { member: sampleMember(at, user) }),
    user,
    ...(OF_CHANNELS.test(type) && subject !== 'member' && { members: [sampleMember(at, user)] }),
  }
}

/** What a hook is asked before a message is stored, or a command is run. */
export function samplePosting(at: string, command: string | undefined): Json {
  const user = { ...USER, created_at: at, updated_at: at }
  const text = command === undefined ? 'A test from the dashboard' : `/${command} a test from the dashboard`
  const called = command === undefined ? {} : { command, args: 'a test from the dashboard' }
  return {
    test: true,
    message: { ...sampleMessage(at, user), text, ...called },
    user,
    channel: sampleChannel(at, user),
  }
}

/** What a hook for pending messages is told. */
export function samplePending(at: string): Json {
  const user = { ...USER, created_at: at, updated_at: at }
  return { test: true, message: sampleMessage(at, user), metadata: {} }
}

function sampleChannel(at: string, user: Json): Json {
  return {
    id: CHANNEL_ID,
    type: 'messaging',
    cid: CID,
    name: 'Test',
    created_at: at,
    updated_at: at,
    created_by: user,
    member_count: 1,
  }
}

function sampleMessage(at: string, user: Json): Json {
  const text = 'A test from the dashboard'
  return {
    id: 'parley-test-message',
    type: 'regular',
    cid: CID,
    text,
    html: `<p>${text}</p>\n`,
    attachments: [],
    mentioned_users: [],
    user,
    created_at: at,
    updated_at: at,
  }
}

function sampleReaction(at: string, user: Json): Json {
  return { type: 'like', score: 1, message_id: 'parley-test-message', user, created_at: at, updated_at: at }
}

function sampleMember(at: string, user: Json): Json {
  return { user_id: user.id, user, channel_role: 'channel_member', created_at: at, updated_at: at }
}
