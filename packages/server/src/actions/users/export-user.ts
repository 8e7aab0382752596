import {
  ChatError,
  MESSAGES_PER_USER_EXPORT,
  type MessageResponse,
  type ReactionResponse,
  type UserResponse,
} from '@parley/protocol'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from '../messages/show-messages.ts'
import { showReactions } from '../reactions/list-reactions.ts'
import { toUser } from '../wire/user.ts'

export interface UserExport {
  readonly user: UserResponse
  readonly messages: MessageResponse[]
  readonly reactions: ReactionResponse[]
}

/**
 * All that one user is and said. Nested users are left out: they are this one.
 * @throws ChatError `not_found`; `invalid_input` above 10,000 messages, which `export/users` takes
 */
export async function exportUser(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  userId: string,
): Promise<UserExport> {
  const user = checkUserExists(await deps.store.read.findUser(app.id, userId), userId)
  const messages = await messagesOf(deps, user)
  const reactions = await deps.store.read.listReactionsOf(app.id, userId, MESSAGES_PER_USER_EXPORT)
  return {
    user: toUser(deps, user, 'private'),
    messages: await show(deps, user, messages),
    reactions: (await showReactions(deps, reactions)).map(reaction => ({ ...reaction, user: null })),
  }
}

const PAGE = 1_000

async function messagesOf(deps: Deps, { appId, id }: UserRecord): Promise<MessageRecord[]> {
  const messages: MessageRecord[] = []
  for (let after = { channelPk: 0, atUs: 0 }; ; ) {
    const page = await deps.store.read.exportMessagesOfUser(appId, id, after, PAGE)
    messages.push(...page)
    if (messages.length > MESSAGES_PER_USER_EXPORT) throw tooMany(id)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return messages
    after = { channelPk: last.channelPk, atUs: last.createdAtUs }
  }
}

function tooMany(userId: string): ChatError {
  const most = `more than ${MESSAGES_PER_USER_EXPORT} messages`
  return new ChatError(
    'invalid_input',
    `user "${userId}" wrote ${most}: use POST /export/users, which makes a file`,
  )
}

async function show(
  deps: Deps,
  { appId }: UserRecord,
  messages: readonly MessageRecord[],
): Promise<MessageResponse[]> {
  const shown: MessageResponse[] = []
  for (const [pk, own] of Map.groupBy(messages, message => message.channelPk)) {
    const shower = await showMessages(deps, deps.store.read, { pk, appId }, own, { showShadowed: true })
    for (const message of own) shown.push({ ...shower.show(message), user: null })
  }
  return shown
}
