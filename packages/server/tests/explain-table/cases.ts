import type { Room, RoomOptions } from './room.ts'

/** A situation that bender is in, and what the explanation of "why may he not write here?" has to name. */
export interface Case {
  readonly room?: RoomOptions
  /** What happens to him, his channel or the app once all is there. */
  readonly after?: (room: Room) => Promise<unknown>
  /** Kinds of reasons why he may not write; empty: he may. */
  readonly reasons: readonly string[]
  /** Kinds of notes that must be among them. */
  readonly notes?: readonly string[]
  /** Part of what is said. */
  readonly says?: string
  /** Part of one of the ways out. */
  readonly fix?: string
  /** What he wants to say. */
  readonly text?: string
  /** App settings while it lasts. */
  readonly settings?: Readonly<Record<string, unknown>>
}

const MEMBER: RoomOptions = { role: 'channel_member' }

const ban = (room: Room, more: object) =>
  room.server.ok('POST /moderation/ban', { target_user_id: room.bender.id, banned_by_id: room.ada, ...more })
const banHere = (room: Room, more: object = {}) => ban(room, { type: room.type, id: room.id, ...more })
const patch = (set: object) => (room: Room) =>
  room.server.ok(`PATCH ${room.path}`, { set, user_id: room.ada })
const overrides = (grants: object) => patch({ config_overrides: { grants } })

export const CASES: Readonly<Record<string, Case>> = {
  'a member of a messaging channel': { room: MEMBER, reasons: [] },
  'a stranger to a messaging channel': {
    reasons: ['not_granted'],
    says: 'they are not a member',
    fix: 'Add them as a member',
  },
  'who made the channel and is no member': { room: { maker: 'bender' }, reasons: [] },
  'a moderator of the channel': { room: { role: 'channel_moderator' }, reasons: [] },
  'an admin who is no member': { room: { bender: { role: 'admin' } }, reasons: [] },
  'anybody in a livestream': { room: { type: 'livestream' }, reasons: [] },
  'a guest in a livestream': {
    room: { type: 'livestream', as: 'guest' },
    reasons: ['not_granted'],
    fix: 'Grant “create-message” to the role “guest” in channel type “livestream”',
  },
  'somebody anonymous in a livestream': {
    room: { type: 'livestream', as: 'anonymous' },
    reasons: ['anonymous'],
  },
  'somebody anonymous in a messaging channel': { room: { as: 'anonymous' }, reasons: ['anonymous'] },
  'a role that has no grants': { room: { bender: { role: 'odd' } }, reasons: ['not_granted'], says: '“odd”' },
  'a member whose type lets only moderators write': {
    room: { ...MEMBER, type: 'quiet' },
    reasons: ['not_granted'],
    says: '“create-message” in channel type “quiet”',
    fix: 'Grant “create-message” to the role “channel_member” in channel type “quiet”',
  },
  'a member whose channel takes it away': {
    room: MEMBER,
    after: overrides({ channel_member: ['!create-message'] }),
    reasons: ['not_granted'],
    says: 'This channel takes “create-message” away from the role “channel_member”',
    fix: 'Take “!create-message” away from the role “channel_member”',
  },
  'a stranger whose channel lets users write': {
    after: overrides({ user: ['create-message', 'read-channel'] }),
    reasons: [],
  },
  'a user whose role may do what is their own': {
    reasons: ['not_granted'],
    says: 'only for what is their own',
  },
  'a permission of the app’s own whose condition holds': {
    room: { bender: { role: 'odd', writer: true } },
    after: overrides({ odd: ['write-if-writer'] }),
    reasons: [],
  },
  'a permission of the app’s own whose condition does not hold': {
    room: { bender: { role: 'odd', writer: false } },
    after: overrides({ odd: ['write-if-writer'] }),
    reasons: ['not_granted'],
    says: 'whose condition does not hold',
  },
  'banned from the app': { room: MEMBER, after: room => ban(room, {}), reasons: ['banned_from_app'] },
  'banned from the app for an hour': {
    room: MEMBER,
    after: room => ban(room, { timeout: 60 }),
    reasons: ['banned_from_app'],
  },
  'a member who is banned here': { room: MEMBER, after: room => banHere(room), reasons: ['banned_here'] },
  'a passer-by who is banned here': {
    room: { type: 'livestream' },
    after: room => banHere(room),
    reasons: ['banned_here'],
  },
  'shadow banned from the app': {
    room: MEMBER,
    after: room => ban(room, { shadow: true }),
    reasons: [],
    notes: ['shadow_banned'],
  },
  'shadow banned here': {
    room: MEMBER,
    after: room => banHere(room, { shadow: true }),
    reasons: [],
    notes: ['shadow_banned'],
  },
  deactivated: {
    room: MEMBER,
    after: ({ server, bender }) => server.ok(`POST /users/${bender.id}/deactivate`, {}),
    reasons: ['deactivated'],
  },
  deleted: {
    room: MEMBER,
    after: ({ server, bender }) => server.ok(`DELETE /users/${bender.id}`),
    reasons: ['deleted'],
  },
  'in a frozen channel': { room: MEMBER, after: patch({ frozen: true }), reasons: ['frozen'] },
  'in a frozen channel that members may use': {
    room: MEMBER,
    after: patch({ frozen: true, config_overrides: { grants: { channel_member: ['use-frozen-channel'] } } }),
    reasons: [],
  },
  'in a disabled channel': { room: MEMBER, after: patch({ disabled: true }), reasons: ['disabled'] },
  'in a disabled channel that members may read': {
    room: MEMBER,
    after: patch({
      disabled: true,
      config_overrides: { grants: { channel_member: ['read-disabled-channel'] } },
    }),
    reasons: ['disabled'],
  },
  'in slow mode, having just written': {
    room: MEMBER,
    after: patch({ cooldown: 120 }),
    reasons: ['slow_mode'],
    notes: ['cooldown'],
  },
  'a moderator in slow mode': {
    room: { role: 'channel_moderator' },
    after: patch({ cooldown: 120 }),
    reasons: [],
    notes: ['cooldown'],
  },
  'banned, frozen and slow at once': {
    room: MEMBER,
    after: async room => {
      await patch({ frozen: true, cooldown: 120 })(room)
      await banHere(room)
    },
    reasons: ['banned_here', 'frozen', 'slow_mode'],
  },
  'where everything is switched off': { room: { ...MEMBER, type: 'plain' }, reasons: [] },
  'with permission checks off': {
    settings: { disable_permissions_checks: true },
    reasons: [],
    notes: ['checks_off', 'not_member'],
  },
  'banned with permission checks off': {
    settings: { disable_permissions_checks: true },
    after: room => banHere(room),
    reasons: ['banned_here'],
  },
  'in a channel of another team': {
    room: { ...MEMBER, data: { team: 'red' }, bender: { teams: ['blue'] } },
    settings: { multi_tenant_enabled: true },
    reasons: ['not_granted'],
    says: 'belongs to “red”',
    fix: 'Add team “red”',
  },
  'in a channel of his team': {
    room: { ...MEMBER, data: { team: 'red' }, bender: { teams: ['red'] } },
    settings: { multi_tenant_enabled: true },
    reasons: [],
  },
  'demoted in this team': {
    room: { data: { team: 'red' }, bender: { role: 'admin', teams: ['red'], teams_role: { red: 'user' } } },
    settings: { multi_tenant_enabled: true },
    reasons: ['not_granted'],
    says: 'role “user” in this team',
  },
  'promoted in this team': {
    room: { data: { team: 'red' }, bender: { teams: ['red'], teams_role: { red: 'admin' } } },
    settings: { multi_tenant_enabled: true },
    reasons: [],
  },
  'a role that may not search people': {
    room: MEMBER,
    settings: { user_search_disallowed_roles: ['user'] },
    reasons: [],
  },
  'a word that is blocked': {
    room: { ...MEMBER, type: 'strict' },
    text: 'what a snafu, really',
    reasons: ['blocked_word'],
    notes: ['blocklists'],
    says: '“snafu”',
  },
  'a word that is blocked, for a moderator': {
    room: { role: 'channel_moderator', type: 'strict' },
    text: 'what a snafu, really',
    reasons: [],
  },
  'a text that is too long': {
    room: { ...MEMBER, type: 'strict' },
    text: 'x'.repeat(41),
    reasons: ['too_long'],
  },
  'a link where links are not granted': {
    room: MEMBER,
    after: overrides({ channel_member: ['!add-links'] }),
    text: 'see https://example.com/x',
    reasons: ['not_granted'],
    says: '“add-links”',
  },
  'a text that is fine': { room: { ...MEMBER, type: 'strict' }, text: 'hello', reasons: [] },
}
