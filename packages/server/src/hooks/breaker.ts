import type { Deps } from '../actions/deps.ts'
import type { FailingTarget } from '../domain/outbox.ts'
import { pauseUs } from '../domain/retries.ts'
import type { OutboxTarget } from '../store/store.ts'

type BreakerDeps = Pick<Deps, 'store' | 'clock' | 'log'>

/** A probe that nobody reports on (its server crashed) is followed by another one after that. */
const PROBE_US = 30_000_000

/** How a target stands when a lane of it is taken: may it be tried, and if not, when? */
export type Gate =
  | { readonly open: true; readonly failing: FailingTarget | undefined }
  | { readonly open: false; readonly untilUs: number }

/**
 * Leaves a target alone that does not answer, and lets one delivery try from time to time.
 * `version` is the receiver's as settings have it now: one that was changed since is tried at once.
 */
export async function gateOf(deps: BreakerDeps, target: OutboxTarget, version: string): Promise<Gate> {
  const failing = await deps.store.read.findFailingTarget(target)
  if (failing?.pausedUntilUs === undefined || failing.version !== version) return { open: true, failing }
  const nowUs = deps.clock()
  if (failing.pausedUntilUs > nowUs) return { open: false, untilUs: failing.pausedUntilUs }
  const untilUs = nowUs + PROBE_US
  const isProbe = await deps.store.transaction(tx => tx.claimProbe(target, nowUs, untilUs))
  return isProbe ? { open: true, failing } : { open: false, untilUs }
}

/** One more attempt in a row failed; when that is too many, all lanes of the target wait. */
export async function noteFailure(
  deps: BreakerDeps,
  target: OutboxTarget,
  version: string,
  error: string,
): Promise<void> {
  const nowUs = deps.clock()
  await deps.store.transaction(async tx => {
    const before = await tx.findFailingTarget(target)
    const failures = before?.version === version ? before.failures + 1 : 1
    const waitUs = pauseUs(failures, Math.random())
    const pausedUntilUs = waitUs === 0 ? undefined : nowUs + waitUs
    await tx.saveFailingTarget({ ...target, version, failures, pausedUntilUs, error })
    if (pausedUntilUs !== undefined) await tx.moveLanes(target, pausedUntilUs, 'sooner')
  })
}

/** It answers: what waited because of it is due now. */
export async function noteSuccess(
  { store, clock }: BreakerDeps,
  target: OutboxTarget,
  failing: FailingTarget,
): Promise<void> {
  await store.transaction(async tx => {
    await tx.forgetFailingTarget(target)
    if (failing.pausedUntilUs !== undefined) await tx.moveLanes(target, clock(), 'all')
  })
}
