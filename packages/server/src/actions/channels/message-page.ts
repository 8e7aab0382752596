import { type ChatError, MESSAGES_DEFAULT_LIMIT } from '@parley/protocol'
import type { ChannelRecord } from '../../domain/records.ts'
import type { MessageWindow, Reader } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'

/** Bounds of a page of messages as requests give them; the schema lets one through at most. */
export interface MessagePageInput {
  readonly limit?: number | undefined
  readonly id_lt?: string | undefined
  readonly id_lte?: string | undefined
  readonly id_gt?: string | undefined
  readonly id_gte?: string | undefined
  readonly id_around?: string | undefined
  readonly created_at_before?: string | undefined
  readonly created_at_before_or_equal?: string | undefined
  readonly created_at_after?: string | undefined
  readonly created_at_after_or_equal?: string | undefined
  readonly created_at_around?: string | undefined
}

/**
 * Where to cut a channel's messages. Ids are looked up: the store pages by time.
 * @throws ChatError `invalid_input` for an id that is no message of this channel.
 */
export async function messageWindow(
  reader: Reader,
  channel: ChannelRecord,
  page: MessagePageInput | undefined,
  defaultLimit = MESSAGES_DEFAULT_LIMIT,
): Promise<MessageWindow> {
  const limit = page?.limit ?? defaultLimit
  if (!page) return { limit }
  const timeOf = (id: string) => timeOfMessage(reader, channel, id)
  const before = await boundOf(
    timeOf,
    page.id_lt,
    page.id_lte,
    page.created_at_before,
    page.created_at_before_or_equal,
  )
  if (before) return { limit, before }
  const after = await boundOf(
    timeOf,
    page.id_gt,
    page.id_gte,
    page.created_at_after,
    page.created_at_after_or_equal,
  )
  if (after) return { limit, after }
  if (page.id_around !== undefined) return { limit, aroundUs: await timeOf(page.id_around) }
  const aroundUs = page.created_at_around === undefined ? undefined : parseTime(page.created_at_around)
  return aroundUs === undefined ? { limit } : { limit, aroundUs }
}

async function boundOf(
  timeOf: (id: string) => Promise<number>,
  id: string | undefined,
  idInclusive: string | undefined,
  time: string | undefined,
  timeInclusive: string | undefined,
): Promise<{ atUs: number; inclusive: boolean } | undefined> {
  if (id !== undefined) return { atUs: await timeOf(id), inclusive: false }
  if (idInclusive !== undefined) return { atUs: await timeOf(idInclusive), inclusive: true }
  const atUs = time === undefined ? undefined : parseTime(time)
  if (atUs !== undefined) return { atUs, inclusive: false }
  const inclusiveUs = timeInclusive === undefined ? undefined : parseTime(timeInclusive)
  return inclusiveUs === undefined ? undefined : { atUs: inclusiveUs, inclusive: true }
}

async function timeOfMessage(reader: Reader, channel: ChannelRecord, id: string): Promise<number> {
  const message = await reader.findMessage(channel.appId, id)
  if (message?.channelPk === channel.pk) return message.createdAtUs
  throw notThere(channel.cid, id)
}

const ID_BOUNDS = ['id_lt', 'id_lte', 'id_gt', 'id_gte', 'id_around'] as const

/**
 * A channel that is about to be made has no message where a page could start.
 * @throws ChatError `invalid_input` for a page that starts at one.
 */
export function checkPageOfNew(cid: string, page: MessagePageInput | undefined): void {
  for (const bound of ID_BOUNDS) {
    const id = page?.[bound]
    if (id !== undefined) throw notThere(cid, id)
  }
}

function notThere(cid: string, id: string): ChatError {
  return invalidField('messages', `starts at message "${id}", which is not in channel ${cid}`)
}
