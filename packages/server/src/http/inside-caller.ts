import { ChatError } from '@parley/protocol'
import type { App } from '../domain/app.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Listener } from './http-context.ts'
import type { AnyRoute } from './route.ts'

export interface InsideCall {
  readonly app: App
  /** Whom the request is made for: their address. */
  readonly address: string
  /** `POST /users/{id}/deactivate`: the one endpoint that the request is good for. */
  readonly endpoint: string
  /** When not, whatever the call would write is refused. */
  readonly mayWrite: boolean
}

/**
 * A call that this program itself makes, as a server of an app: without a token, uncounted. It comes
 * beside the request, where code alone can put it; nothing in a request stands for it.
 */
export class InsideCaller implements Listener {
  readonly call: InsideCall

  constructor(call: InsideCall) {
    this.call = call
  }

  requestIP(): { readonly address: string } {
    return { address: this.call.address }
  }
}

/** @throws ChatError `not_found` when the path led to another endpoint than was meant */
export function checkEndpoint({ endpoint }: InsideCall, route: Pick<AnyRoute, 'method' | 'path'>): void {
  if (`${route.method} ${route.path}` === endpoint) return
  throw new ChatError('not_found', `the path is not one of ${endpoint}`)
}

/** The store for those who only look: what would be written is refused. */
export function readOnly(store: Store): Store {
  return {
    shared: store.shared,
    get patient() {
      return readOnly(store.patient)
    },
    read: store.read,
    transaction: (work, afterCommit) => store.transaction(tx => work(lookingTx(store, tx)), afterCommit),
    onOutbox: listener => store.onOutbox(listener),
    ping: () => store.ping(),
    get queueDepth() {
      return store.queueDepth
    },
    backup: () => Promise.reject(wouldWrite()),
    close: () => Promise.reject(wouldWrite()),
  }
}

/** Beside reading: a search has the index catch up before it looks into it. */
const UPKEEP: ReadonlySet<string | symbol> = new Set(['indexMessages'])

function lookingTx(store: Store, tx: Tx): Tx {
  return new Proxy(tx, {
    get: (target, name) => {
      if (name in store.read || UPKEEP.has(name)) return Reflect.get(target, name)
      return () => Promise.reject(wouldWrite())
    },
  })
}

function wouldWrite(): ChatError {
  return new ChatError(
    'not_allowed',
    'this call only looks, and it names somebody or something that is not there yet: make it first',
    { details: { reason: 'read_only' } },
  )
}
