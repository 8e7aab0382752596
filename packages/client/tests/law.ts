import { expect } from 'bun:test'
import { eventually, type TestServer } from '@parley/testkit'
import type { Channel, ChannelState, ChatClient } from '../src/index.ts'
import { arrive } from './people.ts'

/**
 * The law: what a channel's state was, with the events since, is what a fresh query shows. Asked
 * of every client again after every action.
 */
export class Law {
  readonly #cid: string
  readonly #people: readonly { client: ChatClient; witness: ChatClient }[]

  private constructor(cid: string, people: { client: ChatClient; witness: ChatClient }[]) {
    this.#cid = cid
    this.#people = people
  }

  /** The clients watch the channel already. A witness of each is the same user, and watches nothing. */
  static async of(server: TestServer, cid: string, ...clients: ChatClient[]): Promise<Law> {
    const people = await Promise.all(
      clients.map(async client => ({ client, witness: await arrive(server, client.userID ?? '') })),
    )
    return new Law(cid, people)
  }

  /** Runs an action; then the law must hold. What the action returns comes back. */
  async after<T>(what: string, action: () => PromiseLike<T>): Promise<T> {
    const result = await action()
    for (const { client } of this.#people) await this.holdsFor(client, what)
    return result
  }

  /** For what nobody else is told of. */
  async holdsFor(client: ChatClient, what: string): Promise<void> {
    const witness = this.#people.find(person => person.client === client)?.witness
    if (witness) await this.#holdsFor(client, witness, what)
  }

  async #holdsFor(client: ChatClient, witness: ChatClient, what: string): Promise<void> {
    const [type = '', id = ''] = this.#cid.split(':')
    const live = client.channel(type, id)
    let fresh: unknown
    const agree = async () => {
      fresh = view(await freshState(witness, live), client.userID)
      return Bun.deepEquals(view(live.state, client.userID), fresh)
    }
    try {
      await eventually(agree, `the state of ${client.userID} after "${what}" is a fresh one`, 10_000)
    } catch {
      expect({ what, who: client.userID, ...view(live.state, client.userID) }).toEqual({
        what,
        who: client.userID,
        ...(fresh as object),
      })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#people.map(({ witness }) => witness.disconnectUser()))
  }
}

/** The threads that were asked for are asked for again. */
async function freshState(witness: ChatClient, live: Channel): Promise<ChannelState> {
  const channel: Channel = witness.channel(live.type, live.id)
  await channel.query({ messages: { limit: 300 } })
  const threads = await Promise.all(
    Object.keys(live.state.threadInfo).map(id => witness.getThread(id, { watch: false, reply_limit: 25 })),
  )
  // a witness watches nothing: it does not know what is gone
  const { threadInfo } = channel.state
  const asked = new Set(threads.map(({ id }) => id))
  const kept = Object.entries(threadInfo).filter(([id]) => asked.has(id))
  return { ...channel.state, threadInfo: Object.fromEntries(kept) }
}

/** What of a state must not depend on how it came about. How much others have to read is theirs to know. */
function view(state: ChannelState, ownId: string | undefined): Record<string, unknown> {
  const { latestMessages, pinned_messages, pending_messages, members, channel, membership } = state
  const read = Object.entries(state.read).map(([id, entry]) =>
    id === ownId ? entry : { ...entry, unread_messages: 'theirs' },
  )
  return plain({
    messages: latestMessages,
    pinned_messages,
    pending_messages,
    members,
    read: Object.fromEntries(read.map(entry => [entry.user.id, entry])),
    channel,
    membership,
    unread_count: state.unread_count,
    draft: state.draft,
    threadInfo: state.threadInfo,
    replies: Object.fromEntries(Object.keys(state.threadInfo).map(id => [id, state.threads[id]])),
  }) as Record<string, unknown>
}

const VOLATILE = new Set(['online', 'last_active'])

/** Without what presence changes, which is not logged, and with keys in order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, inner]) => !VOLATILE.has(key) && inner !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]),
  )
}
