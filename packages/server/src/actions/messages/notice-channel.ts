import type { ChannelRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { spliceJson } from '../wire/json.ts'
import { loadPeople } from '../wire/people.ts'
import type { WireDeps } from '../wire/wire-deps.ts'

interface Rendered {
  readonly updatedAtUs: number
  readonly memberCount: number
  /** Without `last_message_at`, which every message moves. */
  readonly json: string
}

const MAX_RENDERED = 2_000

const caches = new WeakMap<WireDeps['hub'], Map<number, Rendered>>()

/**
 * The channel as `notification.message_new` carries it, made once per change of the channel: a busy
 * one would otherwise be rendered with every message. What its creator is called may lag behind.
 */
export async function noticeChannelJson(
  deps: WireDeps,
  reader: Reader,
  channel: ChannelRecord,
  lastMessageAtUs: number,
): Promise<string> {
  const cache = cacheOf(deps)
  let known = cache.get(channel.pk)
  if (known?.updatedAtUs !== channel.updatedAtUs || known.memberCount !== channel.memberCount) {
    known = await render(deps, reader, channel)
    if (cache.size >= MAX_RENDERED) cache.clear()
    cache.set(channel.pk, known)
  }
  return spliceJson(known.json, 'last_message_at', `"${toRfc3339(lastMessageAtUs)}"`)
}

async function render(deps: WireDeps, reader: Reader, channel: ChannelRecord): Promise<Rendered> {
  const people = await loadPeople(deps, reader, channel.appId, [channel.createdById, channel.truncatedById])
  const shown = toPlainChannel({ ...channel, lastMessageAtUs: undefined }, people)
  return { updatedAtUs: channel.updatedAtUs, memberCount: channel.memberCount, json: JSON.stringify(shown) }
}

function cacheOf({ hub }: WireDeps): Map<number, Rendered> {
  let cache = caches.get(hub)
  if (!cache) {
    cache = new Map()
    caches.set(hub, cache)
  }
  return cache
}
