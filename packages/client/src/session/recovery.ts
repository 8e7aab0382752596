import {
  type AnyEvent,
  type ChannelStateResponse,
  ChatError,
  MESSAGES_DEFAULT_LIMIT,
  type QueryChannelsResponse,
  type SyncResponse,
} from '@parley/protocol'
import type { Feed, FeedEvent } from '../channel/feed.ts'
import { byId } from '../channel/state.ts'
import { post, type RestRequest } from '../net/rest.ts'
import { backoffMs } from '../timing.ts'
import type { Session } from './session.ts'

/** Channels per request: as many as one query may return. */
const CHUNK = 30

const TIED = { tied: true }

/**
 * After a loss: watches every channel again, then fetches what was missed.
 *
 * Watching comes first, so that nothing falls between. Tries on while `isCurrent`; undefined
 * when the connection was lost again. Returns the cids that are no longer readable.
 */
export async function recover(session: Session, isCurrent: () => boolean): Promise<string[] | undefined> {
  for (let attempt = 1; isCurrent(); attempt++) {
    try {
      const lost = [...(await watchAgain(session)), ...(await fetchMissed(session, watched(session)))]
      for (const feed of lost.map(cid => session.feeds.get(cid))) if (feed) feed.watching = undefined
      return isCurrent() ? [...new Set(lost)] : undefined
    } catch {
      if (isCurrent()) await session.pause(backoffMs(attempt, session.timing))
    }
  }
  return undefined
}

/** Fetches what one channel has missed. When that is refused, what is there must do. */
export async function catchUp(session: Session, feed: Feed): Promise<void> {
  for (let attempt = 1; feed.isBehind && !session.isRecovering && !session.isClosed; attempt++) {
    try {
      await fetchMissed(session, [feed])
    } catch (error) {
      if (isRefusal(error)) return feed.caughtUp(feed.aheadSeq)
      await session.pause(backoffMs(attempt, session.timing))
    }
  }
}

/**
 * Asks for what no event says, since it depends on who looks: rights, mutes, and what counts as
 * unread by them. An answer that is older or newer than the events so far would count twice.
 */
export async function refreshOwn(session: Session, feed: Feed): Promise<void> {
  const { cid = '' } = feed
  const one = { limit: 1 }
  const request = read(`channels/${pathOf(cid)}/query`, { state: true, messages: one, members: one })
  for (let attempt = 1; attempt <= OWN_ATTEMPTS; attempt++) {
    const reply = await session.request<ChannelStateResponse>(request).catch(() => undefined)
    if (!reply) return
    if (!feed.watching || feed.seq === reply.seq) return feed.acceptOwn(reply)
    await session.pause(backoffMs(attempt, session.timing))
  }
}

const OWN_ATTEMPTS = 5

/** Channels that are watched for their threads: where in their logs they stand. */
export async function placeFeeds(
  session: Session,
  threads: readonly { channel: { cid: string | undefined } }[],
  signal: AbortSignal,
): Promise<void> {
  const feeds = new Set(threads.map(({ channel }) => session.feed(channel.cid ?? '')))
  const unplaced = [...feeds].filter(feed => feed.seq === undefined)
  for (const chunk of chunks(unplaced)) {
    const body = {
      filter_conditions: { cid: { $in: chunk.map(feed => feed.cid) } },
      state: false,
      message_limit: 0,
      member_limit: 0,
      limit: CHUNK,
    }
    const reply = await session.request<QueryChannelsResponse>({ ...read('channels', body), signal })
    for (const state of reply.channels)
      session.feed(state.channel.cid).accept(state, { kind: 'bare', limit: 0 })
  }
}

/** Somebody else looks now: each watched channel is read again with those eyes. */
export async function refetchAll(session: Session, lost: readonly string[]): Promise<void> {
  for (const cid of lost) {
    const feed = session.feeds.get(cid)
    if (feed) feed.watching = undefined
  }
  await Promise.allSettled(watched(session).map(feed => refetch(session, feed)))
}

function watched(session: Session): Feed[] {
  return [...session.feeds.values()].filter(feed => feed.watching)
}

async function watchAgain(session: Session): Promise<string[]> {
  const feeds = watched(session)
  const lost = await Promise.all(chunks(feeds).map(chunk => watchChunk(session, chunk)))
  return lost.flat()
}

async function watchChunk(session: Session, feeds: Feed[]): Promise<string[]> {
  const cids = feeds.map(feed => feed.cid)
  const presence = feeds.some(feed => feed.watching?.presence)
  const body = {
    filter_conditions: { cid: { $in: cids } },
    watch: true,
    presence,
    state: true,
    message_limit: 0,
    member_limit: 0,
    limit: CHUNK,
  }
  const found = await queryAgain(session, body)
  for (const { channel, watcher_count } of found) {
    session.feeds.get(channel.cid)?.merge({ watcher_count, watchers: {} })
  }
  const foundCids = new Set(found.map(({ channel }) => channel.cid))
  const rest = feeds.filter(feed => !foundCids.has(feed.cid ?? '') || feed.watching?.watchers)
  return (await Promise.all(rest.map(feed => watchOne(session, feed)))).flat()
}

/** One channel that may no longer be read makes the server refuse them all: then each is asked for. */
async function queryAgain(session: Session, body: object): Promise<ChannelStateResponse[]> {
  try {
    return (await session.request<QueryChannelsResponse>(read('channels', body), TIED)).channels
  } catch (error) {
    if (isRefusal(error)) return []
    throw error
  }
}

/** Hidden channels are in no query's reply, and the list of watchers only in this one. */
async function watchOne(session: Session, feed: Feed): Promise<string[]> {
  return readOne(session, feed, { messages: { limit: 1 }, members: { limit: 1 } }, reply => {
    const { watchers = [], watcher_count } = reply
    feed.merge({ watcher_count, watchers: byId(watchers) })
  })
}

async function fetchMissed(session: Session, feeds: Feed[]): Promise<string[]> {
  const lost = await Promise.all(chunks(feeds).map(chunk => syncChunk(session, chunk)))
  return lost.flat()
}

async function syncChunk(session: Session, feeds: Feed[]): Promise<string[]> {
  const channel_cids = feeds.map(feed => feed.cid)
  const channel_seqs = Object.fromEntries(feeds.map(feed => [feed.cid, feed.seq ?? 0]))
  const aheadSeqs = feeds.map(feed => feed.aheadSeq)
  try {
    const reply = await session.request<SyncResponse>(read('sync', { channel_cids, channel_seqs }))
    for (const event of reply.events) takeMissed(session, event)
    for (const [index, feed] of feeds.entries()) feed.caughtUp(aheadSeqs[index] ?? 0)
    return reply.inaccessible_cids
  } catch (error) {
    if (!(error instanceof ChatError) || error.errorName !== 'invalid_input') throw error
    return (await Promise.all(feeds.map(feed => refetch(session, feed)))).flat()
  }
}

function takeMissed(session: Session, event: AnyEvent): void {
  const cid = 'cid' in event ? event.cid : undefined
  if (typeof cid === 'string') session.feeds.get(cid)?.takeSynced(event as FeedEvent)
}

/** Too much was missed to be told one by one: the channel is read anew. */
async function refetch(session: Session, feed: Feed): Promise<string[]> {
  return session.query(() =>
    readOne(session, feed, {}, reply => {
      feed.forgetThreads()
      feed.accept(reply, { kind: 'full', limit: MESSAGES_DEFAULT_LIMIT })
    }),
  )
}

/** Watches and reads one channel; its cid comes back when that is not allowed any more. */
async function readOne(
  session: Session,
  { cid = '', watching }: Feed,
  options: object,
  use: (reply: ChannelStateResponse) => void,
): Promise<string[]> {
  const body = { watch: true, state: true, ...options, ...watching }
  try {
    use(await session.request(read(`channels/${pathOf(cid)}/query`, body), TIED))
    return []
  } catch (error) {
    if (isRefusal(error)) return [cid]
    throw error
  }
}

function pathOf(cid: string): string {
  return cid.split(':').map(encodeURIComponent).join('/')
}

function isRefusal(error: unknown): boolean {
  return error instanceof ChatError && (error.statusCode === 403 || error.statusCode === 404)
}

function read(path: string, body: unknown): RestRequest {
  return { ...post(path, body), repeatable: true }
}

function chunks(feeds: Feed[]): Feed[][] {
  const count = Math.ceil(feeds.length / CHUNK)
  return Array.from({ length: count }, (_, index) => feeds.slice(index * CHUNK, (index + 1) * CHUNK))
}
