import { DEAD_LETTERS_KEPT_DAYS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { OutboxWorker } from './outbox-worker.ts'
import { WebhookCourier } from './webhook-courier.ts'

const HOUR_MS = 3_600_000
const DAY_US = 86_400_000_000

/** Delivers what actions leave in the outbox, until disposed of. */
export function startHooks(deps: Deps): AsyncDisposable {
  const webhooks = new WebhookCourier(deps)
  const worker = new OutboxWorker(deps, () => webhooks)
  const pruning = setInterval(() => void pruneDeadLetters(deps), HOUR_MS)
  pruning.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(pruning)
      await worker[Symbol.asyncDispose]()
    },
  }
}

async function pruneDeadLetters({ store, clock, log }: Deps): Promise<void> {
  const beforeUs = clock() - DEAD_LETTERS_KEPT_DAYS * DAY_US
  try {
    while ((await store.transaction(tx => tx.pruneDeadLetters(beforeUs))) > 0);
  } catch (error) {
    log.error({ err: error }, 'dead letters could not be pruned; it will be tried again')
  }
}
