import type { PendingMessage, Tx } from '../../store/store.ts'
import { addTo, type EventSource, requestInfoJson } from '../events/hook-event.ts'
import { joinJson } from '../wire/json.ts'

/** What becomes of a pending message, as its callback is called. */
export type PendingNews = 'PassOnPendingMessage' | 'DeletedPendingMessage'

/** Keeps a call of the app's hooks for pending messages: at most two, each at its address below the hook's. */
export async function tellPending(
  tx: Tx,
  source: EventSource,
  news: PendingNews,
  { message, metadata }: Pick<PendingMessage, 'message' | 'metadata'>,
  messageJson: string,
): Promise<void> {
  const hooks = source.app.settings.hooks.filter(hook => hook.kind === 'pending_message')
  if (hooks.length === 0) return
  const payload = joinJson({
    message: messageJson,
    metadata: JSON.stringify(metadata ?? {}),
    request_info: requestInfoJson(source),
  })
  const entry = { type: news, lane: message.cid, payload, createdAtUs: message.createdAtUs }
  for (const hook of hooks) await addTo(tx, source.app, hook, entry)
}
