import { describe, expect, test } from 'bun:test'
import {
  ClientFrame,
  ConnectPayload,
  CreateDeviceBody,
  DeactivateUserBody,
  DeleteUserQuery,
  EmptyBody,
  GetOrCreateChannelBody,
  MarkReadBody,
  PartialUpdateChannelBody,
  PartialUpdateMemberBody,
  PartialUpdateMessageBody,
  PartialUpdateUsersBody,
  parseInput,
  parseJsonText,
  QueryMembersPayload,
  QueryThreadsBody,
  QueryUsersPayload,
  SendEventBody,
  SendMessageBody,
  SendReactionBody,
  UpdateAppBody,
  UpdateChannelBody,
  UpdateChannelTypeBody,
  UpdateMessageBody,
  UpsertUsersBody,
} from '@parley/protocol/schemas'

// What backend SDKs send when the caller set nothing.
const ZERO = '0001-01-01T00:00:00Z'

describe('messages', () => {
  test('a Go message with everything unset is its text', () => {
    const body = parseInput(SendMessageBody, {
      message: {
        text: 'hello',
        type: '',
        parent_id: '',
        quoted_message_id: '',
        attachments: null,
        mentioned_users: null,
        restricted_visibility: null,
        show_in_channel: false,
        silent: false,
        user_id: 'alice',
      },
    })
    expect<unknown>(body.message).toEqual({
      text: 'hello',
      show_in_channel: false,
      silent: false,
      user_id: 'alice',
      custom: {},
    })
  })

  test('a whole message that comes back keeps nothing read-only as custom data', () => {
    const { message } = parseInput(UpdateMessageBody, {
      message: {
        id: 'm1',
        cid: 'messaging:general',
        html: '<p>hi</p>\n',
        text: 'hi',
        type: 'regular',
        user: { id: 'alice', online: true, created_at: '2026-01-01T00:00:00Z' },
        member: { channel_role: 'channel_member' },
        latest_reactions: [],
        own_reactions: null,
        reaction_counts: null,
        reaction_scores: {},
        reply_count: 0,
        mentioned_users: [{ id: 'bob', name: 'Bob' }, 'bob', 'carol'],
        shadowed: false,
        pinned_at: null,
        pinned_by: null,
        pin_expires: null,
        created_at: '2026-01-01T00:00:00Z',
        updated_at: '2026-01-01T00:00:00Z',
        mood: 'fine',
      },
    })
    expect<unknown>(message.custom).toEqual({ mood: 'fine' })
    expect<unknown>(message.mentioned_users).toEqual(['bob', 'carol'])
    expect<unknown>(message.user).toEqual({ id: 'alice', custom: {} })
  })

  test('pinning takes a time, Unix seconds, null or the zero time', () => {
    const expiry = (pin_expires: unknown) =>
      parseInput(PartialUpdateMessageBody, { set: { pinned: true, pin_expires } }).set.pin_expires
    expect<unknown>(expiry('2026-01-01T00:00:00+02:00')).toBe('2026-01-01T00:00:00+02:00')
    expect<unknown>(expiry(1_767_225_600)).toBe('2026-01-01T00:00:00.000Z')
    expect<unknown>(expiry(null)).toBeNull()
    expect<unknown>(expiry(ZERO)).toBeNull()
    expect<unknown>(parseInput(PartialUpdateMessageBody, { set: { pinned: true } }).set).not.toHaveProperty(
      'pin_expires',
    )
  })

  test('PHP sends empty attachments as lists', () => {
    const body = parseInput(SendMessageBody, { message: { text: 'x', attachments: [[], { type: 'image' }] } })
    expect<unknown>(body.message.attachments).toEqual([{}, { type: 'image' }])
  })
})

describe('channels', () => {
  test('no body, null and [] get a channel without creating data', () => {
    for (const body of [undefined, null, [], {}, { data: null }, { data: [] }]) {
      expect<unknown>(parseInput(GetOrCreateChannelBody, body).data).toBeUndefined()
    }
  })

  test('members are ids or Go member objects', () => {
    const { data } = parseInput(GetOrCreateChannelBody, {
      data: {
        created_by: { id: 'alice' },
        members: [
          'alice',
          {
            user_id: 'bob',
            user: { id: 'bob' },
            channel_role: '',
            banned: false,
            created_at: ZERO,
            updated_at: ZERO,
            hat: 1,
          },
          { user: { id: 'carol' }, channel_role: 'channel_moderator' },
        ],
        motd: 'welcome',
      },
    })
    expect<unknown>(data?.members).toEqual([
      { user_id: 'alice', custom: {} },
      { user_id: 'bob', custom: { hat: 1 } },
      { user_id: 'carol', channel_role: 'channel_moderator', custom: {} },
    ])
    expect<unknown>(data?.custom).toEqual({ motd: 'welcome' })
  })

  test('PHP sends data and message as null with every update', () => {
    const body = parseInput(UpdateChannelBody, { data: null, message: null, add_members: ['bob'] })
    expect<unknown>(body).toEqual({ add_members: [{ user_id: 'bob', custom: {} }] })
  })

  test('either half of a partial update may be null', () => {
    expect<unknown>(parseInput(PartialUpdateChannelBody, { set: { color: 'red' }, unset: null })).toEqual({
      set: { custom: { color: 'red' } },
      unset: [],
    })
    expect<unknown>(parseInput(PartialUpdateMemberBody, { set: null, unset: ['hat'] })).toEqual({
      set: { custom: {} },
      unset: ['hat'],
    })
  })

  test('config_overrides {} removes them, absent leaves them, misspelt is custom data', () => {
    const set = (value: object) => parseInput(PartialUpdateChannelBody, { set: value }).set
    expect<unknown>(set({ config_overrides: {} }).config_overrides).toEqual({})
    expect<unknown>(set({ config_overrides: [] }).config_overrides).toEqual({})
    expect<unknown>(set({}).config_overrides).toBeUndefined()
    expect<unknown>(set({ config_override: { typing_events: false } }).custom).toEqual({
      config_override: { typing_events: false },
    })
  })

  test('a read mark may have no body or empty ids', () => {
    expect<unknown>(parseInput(MarkReadBody, undefined)).toEqual({})
    expect<unknown>(parseInput(MarkReadBody, { message_id: '', thread_id: '', user_id: 'a' })).toEqual({
      user_id: 'a',
    })
  })

  test('a typing event of either SDK', () => {
    expect<unknown>(
      parseInput(SendEventBody, { event: { type: 'typing.start', user: { id: 'a' }, created_at: ZERO } })
        .event,
    ).toEqual({
      type: 'typing.start',
      user: { id: 'a', custom: {} },
      custom: {},
    })
    expect<unknown>(
      parseInput(SendEventBody, { event: { type: 'wave', user_id: 'a', arms: 2 } }).event.custom,
    ).toEqual({ arms: 2 })
  })
})

describe('queries', () => {
  test('limit 0 and null, sort null, filter [] are defaults; the payload may end with a newline', () => {
    const text = '{"type":"messaging","id":"a","filter_conditions":[],"sort":null,"limit":0,"offset":0}\n'
    const payload = parseJsonText(QueryMembersPayload, text, 'payload')
    expect<unknown>(payload).toMatchObject({ filter_conditions: {}, sort: [], offset: 0 })
    expect<unknown>(payload.limit).toBeUndefined()
    expect<unknown>(parseJsonText(QueryUsersPayload, undefined, 'payload')).toEqual({ sort: [], offset: 0 })
  })

  test('flags are true for true and 1 only', () => {
    expect<unknown>(
      parseInput(DeleteUserQuery, { mark_messages_deleted: 'true', hard_delete: '1', user: 'hard' }),
    ).toEqual({
      mark_messages_deleted: true,
      hard_delete: true,
      delete_conversation_channels: false,
    })
    expect<unknown>(
      parseInput(DeleteUserQuery, { mark_messages_deleted: '', hard_delete: '0' }),
    ).toMatchObject({
      mark_messages_deleted: false,
      hard_delete: false,
    })
  })
})

describe('users', () => {
  test('a user that was read may be written back', () => {
    const user = {
      id: 'alice',
      name: 'Alice',
      role: 'admin',
      teams: [],
      language: '',
      online: true,
      banned: true,
      created_at: '2026-01-01T00:00:00Z',
      updated_at: ZERO,
      last_active: '2026-01-01T00:00:00Z',
      blocked_user_ids: null,
      privacy_settings: null,
      mutes: null,
      revoke_tokens_issued_before: null,
      team: 'blue',
      age: 38,
    }
    expect<unknown>(parseInput(UpsertUsersBody, { users: { alice: user } }).users).toEqual({
      alice: {
        id: 'alice',
        name: 'Alice',
        role: 'admin',
        teams: [],
        language: '',
        custom: { team: 'blue', age: 38 },
      },
    })
  })

  test('privacy settings keep only what was given', () => {
    const { users } = parseInput(PartialUpdateUsersBody, {
      users: [{ id: 'a', set: { privacy_settings: { read_receipts: { enabled: false } } }, unset: null }],
    })
    expect<unknown>(users[0]?.set.privacy_settings).toEqual({ read_receipts: { enabled: false } })
  })

  test('a revocation is told from none at all', () => {
    const set = (value: object) =>
      parseInput(PartialUpdateUsersBody, { users: [{ id: 'a', set: value }] }).users[0]?.set
    expect<unknown>(set({ revoke_tokens_issued_before: null })?.revoke_tokens_issued_before).toBeNull()
    expect<unknown>(set({ revoke_tokens_issued_before: '2026-01-01T00:00:00+00:00' })).toMatchObject({
      revoke_tokens_issued_before: '2026-01-01T00:00:00+00:00',
    })
    expect<unknown>(set({ name: 'x' })).not.toHaveProperty('revoke_tokens_issued_before')
  })

  test('Go deactivates with empty texts, PHP adds devices with null names', () => {
    expect<unknown>(
      parseInput(DeactivateUserBody, { created_by_id: '', mark_messages_deleted: false }),
    ).toEqual({
      mark_messages_deleted: false,
    })
    expect<unknown>(
      parseInput(CreateDeviceBody, { id: 'd', push_provider: 'apn', user_id: 'a', push_provider_name: null }),
    ).toEqual({ id: 'd', push_provider: 'apn', user_id: 'a' })
    expect<unknown>(parseInput(EmptyBody, [])).toEqual({})
  })
})

describe('settings', () => {
  test('what Go sends with every settings update changes nothing', () => {
    const body = parseInput(UpdateAppBody, {
      name: '',
      organization: '',
      suspended: false,
      suspended_explanation: '',
      channel_configs: null,
      policies: null,
      revoke_tokens_issued_before: null,
      push_notifications: { version: '', offline_only: false, apn: {}, firebase: {} },
      multi_tenant_enabled: true,
    })
    // A revocation's null is kept: whether it counts depends on the other keys.
    expect<unknown>(body).toEqual({ revoke_tokens_issued_before: null, multi_tenant_enabled: true })
  })

  test('PHP sends a whole settings object back, empty objects as []', () => {
    const body = parseInput(UpdateAppBody, {
      name: 'app',
      policies: [],
      grants: [],
      channel_configs: [],
      enforce_unique_usernames: 'no',
      file_upload_config: { allowed_file_extensions: ['.pdf'], size_limit: 1024 },
      image_upload_config: [],
      apn_config: { key_id: 'k', enabled: true },
      event_hooks: [],
      reminders_interval: 300,
      max_connections_per_user: null,
      unknown_setting: 1,
    })
    expect<unknown>(body).toEqual({
      grants: {},
      enforce_unique_usernames: 'no',
      file_upload_config: { allowed_file_extensions: ['.pdf'], size_limit: 1024 },
      apn_config: { key_id: 'k', enabled: true },
      event_hooks: [],
      reminders_interval: 300,
      max_connections_per_user: null,
    })
  })

  test('what Go sends for a channel type', () => {
    const body = parseInput(UpdateChannelTypeBody, {
      name: 'support',
      permissions: null,
      grants: null,
      blocklist: '',
      blocklist_behavior: '',
      automod: 'disabled',
      automod_behavior: 'flag',
      automod_thresholds: null,
      max_message_length: 0,
      message_retention: '',
      partition_ttl: null,
      created_at: ZERO,
      updated_at: ZERO,
      reactions: false,
      commands: [{ name: 'giphy', description: 'x' }, 'ban'],
    })
    expect<unknown>(body).toEqual({
      grants: null,
      automod: 'disabled',
      automod_behavior: 'flag',
      automod_thresholds: null,
      partition_ttl: null,
      reactions: false,
      commands: ['giphy', 'ban'],
    })
  })

  test('grants replace roles, [] empties one, null restores, PHP [] is {}', () => {
    const grants = (value: unknown) => parseInput(UpdateChannelTypeBody, { grants: value }).grants
    expect<unknown>(grants({ user: [], admin: ['read-channel-owner'] })).toEqual({
      user: [],
      admin: ['read-channel-owner'],
    })
    expect<unknown>(grants([])).toEqual({})
    expect<unknown>(grants(null)).toBeNull()
    expect<unknown>(grants(undefined)).toBeUndefined()
  })
})

describe('reactions and threads', () => {
  test('a reaction may come with what only the server writes', () => {
    const { reaction } = parseInput(SendReactionBody, {
      reaction: {
        message_id: '',
        type: 'love',
        user_id: 'bender',
        user: null,
        score: null,
        created_at: ZERO,
        updated_at: ZERO,
        count: 42,
      },
      enforce_unique: null,
    })
    expect<unknown>(reaction).toEqual({ type: 'love', user_id: 'bender', custom: { count: 42 } })
  })

  test('a query of threads with everything unset is whose they are', () => {
    const query = parseInput(QueryThreadsBody, {
      user_id: 'bender',
      user: [],
      filter: [],
      sort: null,
      limit: 0,
      next: '',
      prev: null,
      reply_limit: 0,
      participant_limit: 0,
      member_limit: 0,
    })
    expect(Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))).toEqual({
      user_id: 'bender',
      filter: {},
      sort: [],
    })
  })
})

describe('connecting', () => {
  test('user_details may be missing, and what a client must not set is dropped', () => {
    expect<unknown>(parseInput(ConnectPayload, { user_id: 'bender' })).toEqual({ user_id: 'bender' })
    const { user_details } = parseInput(ConnectPayload, {
      user_id: 'bender',
      user_details: {
        id: 'bender',
        name: 'Bender',
        role: 'admin',
        teams: ['red'],
        teams_role: { red: 'admin' },
        banned: false,
        planet: 'Earth',
      },
    })
    expect<unknown>(user_details).toEqual({ id: 'bender', name: 'Bender', custom: { planet: 'Earth' } })
  })

  test('a first frame has the same fields', () => {
    expect<unknown>(
      parseInput(ClientFrame, {
        type: 'auth',
        id: '1',
        api_key: 'k',
        'stream-auth-type': 'jwt',
        authorization: 'a.b.c',
        user_id: 'bender',
        user_details: [],
        device: null,
      }),
    ).toEqual({
      type: 'auth',
      id: '1',
      api_key: 'k',
      'stream-auth-type': 'jwt',
      authorization: 'a.b.c',
      user_id: 'bender',
    })
  })
})
