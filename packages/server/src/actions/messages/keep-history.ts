import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor } from '../deps.ts'

/** A change of a message's content, or its deletion. */
export interface ContentChange {
  readonly before: MessageRecord
  /** Undefined: it was deleted. */
  readonly after: MessageRecord | undefined
  /** In whose name, if anybody's. */
  readonly editor: UserRecord | undefined
  readonly atUs: number
}

/**
 * Keeps what a message said before a change of its text, attachments or custom data, or its deletion.
 * A client's change is said to be by the client's user; a server, which names whom it likes, leaves
 * what it changes with who wrote it.
 */
export async function keepHistory(
  tx: Tx,
  actor: Actor,
  { before, after, editor, atUs }: ContentChange,
): Promise<void> {
  if (after && !isChanged(before, after)) return
  const { appId, id: messageId, userId, text, attachments, custom } = before
  const updatedById =
    actor.kind === 'user' ? actor.user.id : ((await tx.findLastEditorId(appId, messageId)) ?? userId)
  await tx.insertHistory({
    appId,
    messageId,
    updatedById,
    editorId: editor?.id,
    updatedAtUs: atUs,
    text,
    attachments,
    custom,
    isDeleted: after === undefined,
  })
}

function isChanged(before: MessageRecord, after: MessageRecord): boolean {
  const contentOf = ({ text, attachments, custom }: MessageRecord) =>
    JSON.stringify([text, attachments, custom])
  return contentOf(before) !== contentOf(after)
}
