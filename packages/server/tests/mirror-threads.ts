import type { Frame } from '@parley/testkit'

type Entry = Frame & Record<string, unknown>

interface Thread {
  title: unknown
  custom: unknown
  createdBy: unknown
  /** User id to how far they have read. */
  readonly participants: Map<string, unknown>
}

/** Whether a message has a thread. */
export function isParent(message: Entry): boolean {
  return Number(message.reply_count) + Number(message.deleted_reply_count) > 0
}

/** The threads of a channel, kept by its events. */
export class Threads {
  readonly #messages: ReadonlyMap<string, Entry>
  readonly #threads = new Map<string, Thread>()

  /** `messages` are the mirror's, where events find the parents as they were before. */
  constructor(messages: ReadonlyMap<string, Entry>, threads: readonly Entry[]) {
    this.#messages = messages
    for (const thread of threads) {
      const participants = (thread.thread_participants as Entry[]).map(each => [
        each.user_id,
        each.last_read_at,
      ])
      this.#threads.set(thread.parent_message_id as string, {
        title: thread.title,
        custom: thread.custom,
        createdBy: thread.created_by_user_id,
        participants: new Map(participants as [string, unknown][]),
      })
    }
  }

  /** True when the event concerns a thread and nothing else of the channel. */
  apply(event: Entry): boolean {
    const message = event.message as Entry
    if (event.type === 'message.new' && message.parent_id) this.#replied(message)
    if (event.type === 'message.updated') this.#parentChanged(message)
    if (event.type === 'message.deleted' && event.hard_delete) this.#threads.delete(message.id as string)
    if (event.type === 'message.read' && event.thread_id) return this.#read(event)
    return event.type === 'thread.updated' && this.#updated(event.thread as Entry)
  }

  /** What is for some only is no part of a thread. */
  #replied(reply: Entry): void {
    const parent = this.#messages.get(reply.parent_id as string)
    if (!parent || reply.restricted_visibility || reply.shadowed) return
    const thread = this.#threads.get(parent.id as string) ?? {
      title: parent.text,
      custom: {},
      createdBy: reply.user_id,
      participants: new Map([[parent.user_id as string, parent.created_at]]),
    }
    thread.participants.set(reply.user_id as string, reply.created_at)
    this.#threads.set(parent.id as string, thread)
  }

  #parentChanged(parent: Entry): void {
    const thread = this.#threads.get(parent.id as string)
    if (!thread) return
    if (!isParent(parent)) this.#threads.delete(parent.id as string)
    if (thread.title === this.#messages.get(parent.id as string)?.text) thread.title = parent.text
    const ids = new Set(((parent.thread_participants ?? []) as Entry[]).map(user => user.id))
    for (const id of thread.participants.keys()) if (!ids.has(id)) thread.participants.delete(id)
  }

  #read({ thread_id, user, channel_last_read_at: at }: Entry): true {
    const { id } = user as { id: string }
    this.#threads.get(thread_id as string)?.participants.set(id, at)
    return true
  }

  #updated({ parent_message_id: id, title, custom }: Entry): true {
    const thread = this.#threads.get(id as string)
    if (thread) Object.assign(thread, { title, custom })
    return true
  }

  /** Of messages that are there: who deleted one has no use for its thread. */
  view() {
    const shown = [...this.#threads].filter(
      ([id]) => (this.#messages.get(id)?.type ?? 'deleted') !== 'deleted',
    )
    return Object.fromEntries(
      shown.map(([id, { participants, ...thread }]) => [
        id,
        { ...thread, participants: Object.fromEntries(participants) },
      ]),
    )
  }
}
