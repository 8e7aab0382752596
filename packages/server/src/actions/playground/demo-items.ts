import { IMPORT_ITEMS, type ImportItemType } from '@parley/protocol/schemas'
import { cidOf, distinctChannelId } from '../../domain/channels.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Item } from '../imports/read-items.ts'
import {
  DEMO_CHANNELS,
  type DemoChannel,
  type DemoMember,
  type DemoMessage,
  type Who,
} from './demo-channels.ts'
import { DEMO_PEOPLE } from './demo-people.ts'

const MINUTE_US = 60_000_000
const MONTH_MINUTES = 30 * 24 * 60

/** The demo as an import has it, told as if it had happened before `nowUs`. */
export async function demoItems(nowUs: number): Promise<readonly Item[]> {
  const items: Item[] = DEMO_PEOPLE.map(({ id, name, title, image, language }) =>
    item('user', '', { id, name, title, image, language, created_at: ago(nowUs, MONTH_MINUTES) }),
  )
  for (const channel of DEMO_CHANNELS) items.push(...(await channelItems(channel, nowUs)))
  return items
}

async function channelItems(channel: DemoChannel, nowUs: number): Promise<Item[]> {
  const place = await placeOf(channel)
  const { type, createdBy, members, messages, data } = channel
  const head = item('channel', place.cid, {
    type,
    ...place.named,
    ...data,
    created_by: idOf(createdBy),
    created_at: ago(nowUs, 5 * 24 * 60),
  })
  const ofChannel = { channel_type: type, ...place.asPart }
  return [
    head,
    ...members.map(member => memberItem(member, place.cid, ofChannel, nowUs)),
    ...messages.map((message, index) =>
      item('message', place.cid, { ...ofChannel, ...messageData(place.prefix, index, message, nowUs) }),
    ),
    ...messages.flatMap((message, index) => reactionItems(place.prefix, index, message, nowUs)),
  ]
}

interface Place {
  readonly cid: string
  readonly prefix: string
  readonly named: object
  readonly asPart: object
}

async function placeOf({ type, id, members }: DemoChannel): Promise<Place> {
  if (id !== undefined) return { cid: cidOf(type, id), prefix: id, named: { id }, asPart: { channel_id: id } }
  const member_ids = members.map(({ who }) => idOf(who))
  return {
    cid: cidOf(type, await distinctChannelId(member_ids)),
    prefix: `demo-${members.map(({ who }) => who).join('-')}`,
    named: { member_ids },
    asPart: { channel_member_ids: member_ids },
  }
}

function memberItem(
  { who, moderates, readMinutesAgo }: DemoMember,
  cid: string,
  ofChannel: object,
  nowUs: number,
): Item {
  return item('member', cid, {
    ...ofChannel,
    user_id: idOf(who),
    created_at: ago(nowUs, 5 * 24 * 60),
    ...(moderates && { channel_role: 'channel_moderator' }),
    ...(readMinutesAgo !== undefined && { last_read: ago(nowUs, readMinutesAgo) }),
  })
}

function messageData(prefix: string, index: number, message: DemoMessage, nowUs: number): object {
  const { by, minutesAgo, text, replyTo, quotes, mentions, attachments, pinnedBy, deleted } = message
  const at = ago(nowUs, minutesAgo)
  return {
    id: messageId(prefix, index, message),
    type: deleted ? 'deleted' : replyTo === undefined ? 'regular' : 'reply',
    user: idOf(by),
    text,
    created_at: at,
    ...(replyTo !== undefined && { parent_id: `${prefix}-${replyTo}` }),
    ...(message.alsoInChannel && { show_in_channel: true }),
    ...(quotes !== undefined && { quoted_message_id: `${prefix}-${quotes}` }),
    ...(mentions && { mentioned_users_ids: mentions.map(idOf) }),
    ...(attachments && { attachments }),
    ...(deleted && { deleted_at: ago(nowUs, minutesAgo - 1) }),
    ...(pinnedBy && { pinned_at: at, pinned_by_id: idOf(pinnedBy), pin_expires: '2999-01-01T00:00:00Z' }),
  }
}

function reactionItems(prefix: string, index: number, message: DemoMessage, nowUs: number): Item[] {
  const given = Object.entries(message.reactions ?? {})
  return given.flatMap(([type, people]) =>
    people.map(who =>
      item('reaction', '', {
        message_id: messageId(prefix, index, message),
        type,
        user_id: idOf(who),
        created_at: ago(nowUs, message.minutesAgo - 1),
      }),
    ),
  )
}

const idOf = (who: Who): string => `demo-${who}`
const messageId = (prefix: string, index: number, { key }: DemoMessage): string => `${prefix}-${key ?? index}`
const ago = (nowUs: number, minutes: number): string => toRfc3339(nowUs - minutes * MINUTE_US)

/** Checked like a line of a file. */
function item(type: ImportItemType, cid: string, data: object): Item {
  return { line: 0, type, cid, data: IMPORT_ITEMS[type].parse(data) } as Item
}
