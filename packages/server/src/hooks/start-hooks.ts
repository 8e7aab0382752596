import { DEAD_LETTERS_KEPT_DAYS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { PREVIEW_TARGET, PUSH_TARGET, UNREAD_TARGET } from '../actions/messages/message-work.ts'
import { closeApnConnections } from '../actions/push/networks/apn.ts'
import type { Courier } from './courier.ts'
import { OutboxWorker } from './outbox-worker.ts'
import { PreviewCourier } from './preview-courier.ts'
import { PushCourier } from './push-courier.ts'
import { UnreadCourier } from './unread-courier.ts'
import { WebhookCourier } from './webhook-courier.ts'

const DAY_US = 86_400_000_000

/** Delivers what actions leave in the outbox, until disposed of. */
export function startHooks(deps: Deps): AsyncDisposable {
  const webhooks = new WebhookCourier(deps)
  const couriers = new Map<string, Courier>([
    [PREVIEW_TARGET, new PreviewCourier(deps)],
    [PUSH_TARGET, new PushCourier(deps)],
    [UNREAD_TARGET, new UnreadCourier(deps)],
  ])
  const worker = new OutboxWorker(deps, target => couriers.get(target) ?? webhooks)
  return {
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]()
      closeApnConnections()
    },
  }
}

/** Forgets dead letters and ephemeral messages that nobody looks at any more. */
export async function pruneHooks(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const nowUs = clock()
  await store.transaction(tx => tx.pruneEphemeral(nowUs))
  const beforeUs = nowUs - DEAD_LETTERS_KEPT_DAYS * DAY_US
  while (!signal.aborted && (await store.transaction(tx => tx.pruneDeadLetters(beforeUs))) > 0);
}
