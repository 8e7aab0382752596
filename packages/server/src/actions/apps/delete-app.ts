import { ChatError, CLOSE_CODES } from '@parley/protocol'
import { isBeingDeleted } from '../../domain/app.ts'
import type { AppRecord } from '../../domain/records.ts'
import type { Store, Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import type { Deps } from '../deps.ts'
import { announceApp, auditOf } from './app-entry.ts'

/** Rows per transaction. */
const STEP = 500
const CHANNELS_AT_ONCE = 100
/** By then connections are closed, and what was counted of them is written. */
const ERASE_AFTER_US = 10e6

/**
 * Deletes an app with everything in it. It is gone at once for everybody; its rows go in the background.
 * @throws ChatError `not_allowed` in production mode; `invalid_input` unless its name was typed
 */
export async function deleteApp(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  typedName: string,
): Promise<void> {
  await deps.store.transaction(async tx => {
    const now = await tx.findApp(app.key)
    if (!now || isBeingDeleted(now)) throw new ChatError('not_found', 'this app is deleted already')
    checkDeletable(now, typedName)
    const atUs = deps.clock()
    const settings = { ...now.settings, being_deleted: toRfc3339(atUs) }
    await tx.updateApp(now.id, { suspended: true, settings }, atUs)
    const before = { name: now.name, mode: now.mode }
    await auditOf(deps, tx, actor, now, { action: 'app.delete', before })
  })
  announceApp(deps, app.id)
  closeConnections(deps, app)
}

function checkDeletable({ mode, name, key }: AppRecord, typedName: string): void {
  if (mode !== 'development') {
    throw new ChatError(
      'not_allowed',
      'an app in production mode is not deleted: change it to development mode first',
      {
        details: { reason: 'production' },
      },
    )
  }
  // An app may have no name; its key is one, too.
  if (typedName !== (name || key)) throw invalidField('name', 'must be the name of the app, as it is written')
}

function closeConnections({ bus }: AdminDeps, app: AppRecord): void {
  const { errorName: name, message } = new ChatError(
    'app_suspended',
    `the app with API key "${app.key}" was deleted`,
  )
  const control = { kind: 'disconnect', appId: app.id, closeCode: CLOSE_CODES.refused.code } as const
  bus.publish({ to: 'nodes', control: { ...control, error: { name, message } } })
}

type EraseDeps = Pick<Deps, 'store' | 'clock' | 'bus'>

/** Goes on erasing apps that were deleted; how many are gone for good now. */
export async function eraseApps({ store, clock, bus }: EraseDeps, signal: AbortSignal): Promise<number> {
  let gone = 0
  for (const app of await store.read.listApps()) {
    if (!isBeingDeleted(app) || clock() < app.updatedAtUs + ERASE_AFTER_US) continue
    if (!(await eraseChannels(store, app.id, signal))) return gone
    await store.transaction(tx => tx.eraseApp(app.id, clock()))
    bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } })
    gone += 1
  }
  return gone
}

/** In steps, each a short transaction: other apps are written meanwhile. False when it was called off. */
async function eraseChannels(store: Store, appId: number, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const pks = await store.read.listChannelPks(appId, CHANNELS_AT_ONCE)
    if (pks.length === 0) return true
    for (const pk of pks) {
      const steps = [
        (tx: Tx) => tx.eraseMessages(pk, Number.MAX_SAFE_INTEGER, STEP),
        (tx: Tx) => tx.eraseEvents(pk, Number.MAX_SAFE_INTEGER, STEP),
        (tx: Tx) => tx.eraseMembers(pk, STEP),
      ]
      for (const step of steps) {
        for (let rows = 1; rows > 0; ) {
          if (signal.aborted) return false
          rows = await store.transaction(step)
        }
      }
      await store.transaction(tx => tx.dropChannel(pk))
    }
  }
}
