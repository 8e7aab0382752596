import type { Deps } from '../actions/deps.ts'
import type { App } from '../domain/app.ts'
import type { OutboxLane, QueuedEntry } from '../domain/outbox.ts'
import { retryAtUs } from '../domain/retries.ts'
import { gateOf, noteFailure, noteSuccess } from './breaker.ts'
import type { Courier, Failure, Outcome } from './courier.ts'

/** Entries of a lane that are read at once. */
const BATCH = 20
/** A lane is given back after so long, so that others of its target come to their turn. */
const TURN_US = 20_000_000

/** One lane while a worker has it. */
interface Turn {
  readonly deps: Deps
  readonly courier: Courier
  readonly app: App
  readonly lane: OutboxLane
  readonly version: string
  readonly endUs: number
  readonly stopped: AbortSignal
  readonly cut: AbortSignal
}

/** When the lane is to be taken next; undefined when nothing is left of it. */
type Next = { readonly dueAtUs: number; readonly becauseOfPause?: boolean } | undefined

/**
 * Delivers what is in a lane, one after another, and gives the lane back: at once, or when the
 * entry that failed is to be tried again, which those behind it wait for.
 */
export async function workLane(
  deps: Deps,
  courier: Courier,
  lane: OutboxLane,
  stopped: AbortSignal,
  cut: AbortSignal,
): Promise<void> {
  const app = await deps.apps.get(lane.appId)
  const version = courier.versionOf(app, lane.target) ?? ''
  const gate = await gateOf(deps, lane, version)
  if (!gate.open) return release(deps, lane, { dueAtUs: gate.untilUs, becauseOfPause: true })
  const endUs = deps.clock() + TURN_US
  const turn: Turn = { deps, courier, app, lane, version, endUs, stopped, cut }
  // What is known of its failures is forgotten with the first success.
  let { failing } = gate
  const succeeded = async () => {
    if (!failing) return
    await noteSuccess(deps, lane, failing)
    failing = undefined
  }
  const next = await deliverAll(turn, succeeded)
  if (next !== undefined) await release(deps, lane, next)
}

/** A pause may have ended since it was read: what waits for its end is due at once then. */
async function release(
  { store, clock }: Deps,
  lane: OutboxLane,
  { dueAtUs, becauseOfPause = false }: NonNullable<Next>,
): Promise<void> {
  await store.transaction(tx => tx.releaseLane(lane.pk, dueAtUs))
  if (!becauseOfPause) return
  const failing = await store.read.findFailingTarget(lane)
  if (failing?.pausedUntilUs === undefined) await store.transaction(tx => tx.moveLanes(lane, clock(), 'all'))
}

async function deliverAll(turn: Turn, succeeded: () => Promise<void>): Promise<Next> {
  const { deps, lane } = turn
  for (;;) {
    const { added, entries } = await deps.store.read.readLane(lane.pk, BATCH)
    if (entries.length === 0 && (await deps.store.transaction(tx => tx.dropLane(lane.pk, added)))) return
    for (const entry of entries) {
      const nowUs = deps.clock()
      if (turn.stopped.aborted || nowUs > turn.endUs) return { dueAtUs: nowUs }
      const next = await deliverOne(turn, entry, succeeded)
      if (next !== undefined) return next
    }
  }
}

/** Undefined: it is done with, one way or the other. */
async function deliverOne(turn: Turn, entry: QueuedEntry, succeeded: () => Promise<void>): Promise<Next> {
  const { deps, courier, app, lane, cut } = turn
  const { metrics, store } = deps
  const startMs = performance.now()
  const outcome = await attempt(() => courier.deliver({ app, lane, entry, signal: cut }))
  if (cut.aborted && outcome.kind === 'failed') return { dueAtUs: deps.clock() }
  const ms = performance.now() - startMs
  metrics.outboxSeconds.observe({ kind: courier.kind }, ms / 1000)
  metrics.outboxDeliveries.inc({ kind: courier.kind, outcome: outcome.kind })
  if (outcome.kind === 'later') return { dueAtUs: outcome.atUs }
  if (outcome.kind === 'failed') return failed(turn, entry, outcome, ms)
  if (outcome.kind === 'partly') {
    const { progress } = outcome
    await store.transaction(tx => tx.updateOutbox(entry.pk, { attempts: 0, progress }))
    return { dueAtUs: deps.clock() }
  }
  await store.transaction(tx => tx.removeFromOutbox(entry.pk))
  if (outcome.kind !== 'delivered') return undefined
  courier.noted?.({ delivery: { app, lane, entry }, outcome, ms })
  await succeeded()
  return undefined
}

async function attempt(deliver: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await deliver()
  } catch (error) {
    // A fault of ours is tried again, too: the next version may know better.
    return { kind: 'failed', error: error instanceof Error ? error.message : String(error), refused: false }
  }
}

async function failed(turn: Turn, entry: QueuedEntry, failure: Failure, ms: number): Promise<Next> {
  const { deps, courier, app, lane, version } = turn
  const { error, refused, retryAfterUs } = failure
  const { appId, target } = lane
  const attempts = entry.attempts + 1
  const nowUs = deps.clock()
  deps.log.warn({ appId, target, id: entry.id, type: entry.type, attempts, error }, 'a delivery failed')
  const since = { sinceUs: entry.createdAtUs, nowUs, refused, retryAfterUs }
  const againAtUs = retryAtUs({ attempts, ...since }, Math.random())
  await deps.store.transaction(async tx => {
    if (againAtUs !== undefined) return tx.updateOutbox(entry.pk, { attempts, progress: entry.progress })
    await tx.removeFromOutbox(entry.pk)
    if (!courier.keepsDead) return
    const { id, type, payload, createdAtUs } = entry
    const letter = { appId, target, lane: lane.lane, id, type, payload, createdAtUs }
    await tx.insertDeadLetter({ ...letter, attempts, error, diedAtUs: nowUs })
  })
  await noteFailure(deps, lane, version, error)
  const next = againAtUs === undefined ? undefined : await nextTry(deps, lane, againAtUs)
  courier.noted?.({ delivery: { app, lane, entry }, outcome: failure, ms, nextAtUs: next?.dueAtUs })
  return next
}

/** Not before a pause of its target is over. */
async function nextTry({ store }: Deps, lane: OutboxLane, againAtUs: number): Promise<Next> {
  const failing = await store.read.findFailingTarget(lane)
  const pausedUntilUs = failing?.pausedUntilUs ?? 0
  if (pausedUntilUs <= againAtUs) return { dueAtUs: againAtUs }
  return { dueAtUs: pausedUntilUs, becauseOfPause: true }
}
