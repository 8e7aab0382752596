import type { EventType, HookEventType } from '@parley/protocol'
import type { ChannelRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { joinJson } from './json.ts'

/** What of a channel its events say. */
export type EventScope = Pick<ChannelRecord, 'type' | 'id' | 'cid' | 'team'>

/** An event of a channel as one text: head, then parts that are JSON already. */
export function channelFrame(
  type: EventType | HookEventType,
  channel: EventScope,
  place: { readonly atUs: number; readonly seq?: number },
  parts: Readonly<Record<string, string | undefined>>,
): string {
  // Types, ids and cids have no characters that JSON escapes; a team may.
  const seq = place.seq === undefined ? '' : `,"seq":${place.seq}`
  const team = channel.team === undefined ? '' : `,"team":${JSON.stringify(channel.team)}`
  const head = `"type":"${type}","created_at":"${toRfc3339(place.atUs)}","cid":"${channel.cid}","channel_id":"${channel.id}","channel_type":"${channel.type}"${team}${seq}`
  const body = joinJson(parts)
  return body === '{}' ? `{${head}}` : `{${head},${body.slice(1)}`
}
