import type { AnyEvent, MessageReply, MessageResponse, UserResponse } from '@parley/protocol'
import { disconnected, toChatError } from '../call.ts'
import { randomId } from '../random-id.ts'
import type { Task } from '../session/outbox.ts'
import type { Session } from '../session/session.ts'
import { sending } from './changes.ts'
import type { Feed } from './feed.ts'
import { type LocalMessage, received } from './message-sets.ts'
import type { Change } from './pending.ts'

/** Something that is shown before the server has done it. */
export interface Write<Reply> {
  request: Task['request']
  /** What it changes; made when somebody is connected. */
  change(own: UserResponse, nowMs: number): Change
  /** What its event will say. */
  event(reply: Reply): AnyEvent
}

/** Shows a write at once and sends it; when it is refused it is as if it had never been. */
export async function write<Reply>(
  session: Session,
  feed: Feed | undefined,
  { request, change, event }: Write<Reply>,
  signal: AbortSignal,
): Promise<Reply> {
  const id = randomId()
  signal.addEventListener('abort', () => feed?.withdraw(id))
  if (session.me) feed?.expect(id, change(session.me, session.timing.now()))
  try {
    const reply = await session.outbox.send<Reply>({ id, request }, signal)
    feed?.fulfil(id, event(reply))
    return reply
  } catch (error) {
    feed?.withdraw(id)
    throw error
  }
}

/** Sends a message that shows at once; when it is refused it stays, as failed. */
export async function sendMessage(
  session: Session,
  feed: Feed,
  task: Task & { message: LocalMessage },
  signal?: AbortSignal,
): Promise<MessageReply> {
  const { id, message } = task
  signal?.addEventListener('abort', () => feed.withdraw(id))
  feed.failed.delete(id)
  feed.expect(id, sending({ ...message, status: 'sending' }))
  return settled(feed, task, session.outbox.send<MessageReply>(task, signal))
}

/** What becomes of a message that is on its way. */
export async function settled(
  feed: Feed,
  task: Task & { message: LocalMessage },
  sent: Promise<MessageReply>,
): Promise<MessageReply> {
  const { id, message } = task
  try {
    const reply = await sent
    if (feed.pending.has(id)) feed.expect(id, sending(received(reply.message)))
    feed.fulfil(id, newMessage(feed, reply.message))
    return reply
  } catch (error) {
    if (feed.pending.has(id)) {
      feed.failed.set(id, task)
      feed.expect(id, sending({ ...message, status: 'failed', error: toChatError(error) }))
    }
    throw error
  }
}

/** The feed that shows a message. */
export function feedOf(session: Session, messageId: string): Feed | undefined {
  for (const feed of session.feeds.values()) if (feed.knows(messageId)) return feed
  return undefined
}

/** Shows again what waited when the user was here last. */
export function resume(session: Session, task: Task, sent: Promise<unknown>): void {
  const { message } = task
  if (!message) return void sent.catch(() => undefined)
  const feed = session.feed(message.cid)
  feed.expect(task.id, sending({ ...message, status: 'sending' }))
  settled(feed, { ...task, message }, sent as Promise<MessageReply>).catch(() => undefined)
}

/** The event of a message, as it would come. */
export function newMessage(feed: Feed, message: MessageResponse): AnyEvent {
  return { ...headOf(feed, message.created_at), type: 'message.new', message, user: message.user }
}

/** What every event of the channel says. */
export function headOf({ cid = '' }: Feed, created_at: string) {
  const [channel_type = '', channel_id = ''] = cid.split(':')
  return { cid, channel_type, channel_id, created_at, seq: 0 }
}

/** The connected user. @throws ChatError when the user was disconnected meanwhile */
export function ownUser(session: Session): UserResponse {
  if (!session.me) throw disconnected()
  return session.me
}
