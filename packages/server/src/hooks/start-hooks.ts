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

const HOUR_MS = 3_600_000
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
  const pruning = setInterval(() => void prune(deps), HOUR_MS)
  pruning.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(pruning)
      await worker[Symbol.asyncDispose]()
      closeApnConnections()
    },
  }
}

/** Forgets what nobody looks at any more. */
async function prune({ store, clock, log }: Deps): Promise<void> {
  const nowUs = clock()
  try {
    await store.transaction(tx => tx.pruneEphemeral(nowUs))
    while ((await store.transaction(tx => tx.pruneDeadLetters(nowUs - DEAD_LETTERS_KEPT_DAYS * DAY_US))) > 0);
  } catch (error) {
    log.error({ err: error }, 'old dead letters and ephemeral messages stay; it will be tried again')
  }
}
