import { ChatError } from '@parley/protocol'
import { anonymousUser } from '../../auth/actor.ts'
import type { App } from '../../domain/app.ts'
import { parseCid } from '../../domain/channels.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Situation } from '../../domain/situation.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type OpenChannel, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { findLastSentAtUs } from '../messages/last-sent.ts'

/** Of whom, and where, it is asked. */
export interface Question {
  /** Undefined: anybody without credentials. */
  readonly userId: string | undefined
  readonly cid?: string | undefined
  readonly messageId?: string | undefined
  readonly text?: string | undefined
}

/**
 * Everything that decides what somebody may do, as a request of theirs would find it.
 * @throws ChatError `not_found` for a user, channel or message that there is not; `invalid_input`
 */
export async function loadSituation(deps: Deps, app: App, question: Question): Promise<Situation> {
  const { read } = deps.store
  const user = question.userId === undefined ? anonymousUser(app) : await findUser(deps, app, question.userId)
  const kind = question.userId === undefined ? 'anonymous' : 'user'
  // Also one who may not act: that is part of the answer.
  const actor: Actor = { kind, app, user }
  const message = await findMessage(deps, app, question.messageId)
  const open = await openFor(deps, actor, question, message)
  const lastSentAtUs =
    kind === 'user' && open && open.channel.cooldownSeconds > 0
      ? await findLastSentAtUs(read, open.channel, user.id)
      : undefined
  return {
    app,
    subject: { kind, app, user },
    user,
    place: open,
    message,
    lastSentAtUs,
    text: question.text,
    nowUs: deps.clock(),
  }
}

async function findUser(deps: Deps, app: App, userId: string): Promise<UserRecord> {
  const user = await deps.store.read.findUser(app.id, userId)
  if (user) return user
  throw new ChatError(
    'not_found',
    `there is no user with the id "${userId}"; who is new comes with role "user"`,
    {
      details: { fields: { user_id: 'names nobody' } },
    },
  )
}

async function findMessage(
  deps: Deps,
  app: App,
  messageId: string | undefined,
): Promise<MessageRecord | undefined> {
  if (messageId === undefined) return undefined
  const message = await deps.store.read.findMessage(app.id, messageId)
  if (message) return message
  throw new ChatError('not_found', `there is no message with the id "${messageId}"`, {
    details: { fields: { message_id: 'names no message' } },
  })
}

/** A message says which channel it is in. */
async function openFor(
  deps: Deps,
  actor: Actor,
  { cid = undefined }: Question,
  message: MessageRecord | undefined,
): Promise<OpenChannel | undefined> {
  if (message && cid !== undefined && message.cid !== cid) {
    throw invalidField('message_id', `must name a message of ${cid}; this one is in ${message.cid}`)
  }
  const named = cid ?? message?.cid
  if (named === undefined) return undefined
  const ref = parseCid(named)
  if (!ref) throw invalidField('cid', 'must be a channel’s type and id, such as messaging:general')
  return openChannel(deps.store.read, actor, ref)
}
