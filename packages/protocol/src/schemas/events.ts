import { z } from 'zod'
import { EVENT_CUSTOM_MAX_BYTES, EVENT_TYPE_MAX_LENGTH, SYNC_MAX_CHANNELS } from '../limits.ts'
import { withCustom } from './custom.ts'
import { cid, optionalMessageId } from './ids.ts'
import { jsonObject } from './json.ts'
import { anyText, expected, list, object, optional, optionalObject, text, whole } from './primitives.ts'
import { unsetTime } from './time.ts'
import { acting } from './users.ts'

/** NOTE: which types may be sent is checked where the channel is known, with an error of its own (18). */
const eventType = text(EVENT_TYPE_MAX_LENGTH)

/** Keys of an event that only the server writes. */
const READ_ONLY = [
  'cid',
  'channel_id',
  'channel_type',
  'channel',
  'team',
  'created_at',
  'received_at',
  'seq',
  'me',
  'connection_id',
  'watcher_count',
  'reply_to',
  'error',
] as const

const rule = { readOnly: READ_ONLY, maxBytes: EVENT_CUSTOM_MAX_BYTES }

/** `POST channels/{type}/{id}/event`. */
export const SendEventBody = jsonObject(
  object({
    event: withCustom({ type: eventType, parent_id: optionalMessageId, ...acting }, rule),
    ...acting,
  }),
)

/** `POST users/{id}/event`. */
export const SendUserEventBody = jsonObject(
  object({
    event: withCustom({ type: eventType }, { ...rule, readOnly: [...READ_ONLY, 'user', 'user_id'] }),
  }),
)

/** `POST sync`. `channel_seqs` counts before `last_sync_at`. */
export const SyncBody = jsonObject(
  object({
    channel_cids: list(cid, SYNC_MAX_CHANNELS).min(1, { error: 'must have at least one entry' }),
    last_sync_at: unsetTime,
    channel_seqs: optionalObject(
      z.record(cid, whole(0, Number.MAX_SAFE_INTEGER), { error: expected('an object of cid to seq') }),
    ),
    connection_id: optional(anyText(64)),
    ...acting,
  }).superRefine((body, context) => {
    const { channel_cids, channel_seqs, last_sync_at } = body
    if (last_sync_at !== undefined) return
    const missing = channel_cids.find(each => channel_seqs?.[each] === undefined)
    if (missing === undefined) return
    const message = `must be given, or channel_seqs must have an entry for ${missing.slice(0, 100)}`
    context.addIssue({ code: 'custom', path: ['last_sync_at'], message })
  }),
)
