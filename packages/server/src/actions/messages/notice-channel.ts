import type { ChannelConfig } from '@parley/protocol'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { spliceJson } from '../wire/json.ts'
import { loadPeople } from '../wire/people.ts'
import type { WireDeps } from '../wire/wire-deps.ts'

interface Rendered {
  readonly updatedAtUs: number
  readonly memberCount: number
  readonly readEvents: boolean
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
  { channel, config }: Pick<OpenChannel, 'channel' | 'config'>,
  lastMessageAtUs: number,
): Promise<string> {
  const cache = cacheOf(deps)
  let known = cache.get(channel.pk)
  if (!known || !isUpToDate(known, channel, config)) {
    known = await render(deps, reader, channel, config)
    if (cache.size >= MAX_RENDERED) cache.clear()
    cache.set(channel.pk, known)
  }
  return spliceJson(known.json, 'last_message_at', `"${toRfc3339(lastMessageAtUs)}"`)
}

function isUpToDate(known: Rendered, channel: ChannelRecord, config: ChannelConfig): boolean {
  return (
    known.updatedAtUs === channel.updatedAtUs &&
    known.memberCount === channel.memberCount &&
    known.readEvents === config.read_events
  )
}

async function render(
  deps: WireDeps,
  reader: Reader,
  channel: ChannelRecord,
  config: ChannelConfig,
): Promise<Rendered> {
  const people = await loadPeople(deps, reader, channel.appId, [channel.createdById, channel.truncatedById])
  const shown = toPlainChannel({ ...channel, lastMessageAtUs: undefined }, people)
  const { updatedAtUs, memberCount } = channel
  const { read_events: readEvents } = config
  // Clients count for themselves, and must not where nothing is ever unread.
  const json = JSON.stringify(readEvents ? shown : { ...shown, config })
  return { updatedAtUs, memberCount, readEvents, json }
}

function cacheOf({ hub }: WireDeps): Map<number, Rendered> {
  let cache = caches.get(hub)
  if (!cache) {
    cache = new Map()
    caches.set(hub, cache)
  }
  return cache
}
