import { ChatError } from '@parley/protocol'
import {
  addSecret,
  listSecretInfos,
  retireSecret,
  revealSecret,
  revokeSecret,
  rotateSecret,
  type SecretInfo,
} from '../../auth/apps.ts'
import type { AppRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { announceApp, auditOf } from './app-entry.ts'

/** An app's secrets without the secrets, oldest first, and what would end with each. */
export async function listSecretUse(deps: AdminDeps, app: AppRecord) {
  const { store, auth, hub, clock } = deps
  const nowUs = clock()
  const uses = (await auth.usage?.lastDay(store, app.id, nowUs)) ?? new Map()
  const open = hub.countBySecret(app.id)
  return (await listSecretInfos(store, app.id)).map(secret => {
    const use = uses.get(secret.id)
    return {
      ...showSecret(secret, nowUs),
      tokens_last_24h: use?.tokens ?? 0,
      last_used_at: use ? toRfc3339(use.lastUsedAtUs) : null,
      open_connections: open.get(secret.id) ?? 0,
    }
  })
}

function showSecret({ id, state, createdAtUs, retiresAtUs }: SecretInfo, nowUs: number) {
  return {
    id,
    state: isRetired({ state, retiresAtUs }, nowUs) ? 'retired' : state,
    created_at: toRfc3339(createdAtUs),
    retires_at: retiresAtUs === undefined ? null : toRfc3339(retiresAtUs),
  }
}

function isRetired(
  { state, retiresAtUs }: Pick<SecretInfo, 'state' | 'retiresAtUs'>,
  nowUs: number,
): boolean {
  return state === 'retiring' && retiresAtUs !== undefined && retiresAtUs <= nowUs
}

/** A secret in the clear. That it was asked for is written down first. @throws ChatError `not_found` */
export async function showSecretInClear(deps: AdminDeps, actor: AdminActor, app: AppRecord, id: string) {
  const secret = await revealSecret(deps, app.id, id)
  await deps.store.transaction(tx =>
    auditOf(deps, tx, actor, app, { action: 'app.secret.reveal', target: `secret ${id} of app ${app.key}` }),
  )
  return { id, secret }
}

/**
 * Adds a secret, answered this once; with `retireOthersAfterSeconds` the others are refused after that time.
 */
export async function newSecret(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  retireOthersAfterSeconds: number | undefined,
) {
  const entry = (tx: Tx, secretId: string, retiring: readonly string[] = []) =>
    auditOf(deps, tx, actor, app, {
      action: 'app.secret.add',
      target: `secret ${secretId} of app ${app.key}`,
      after: {
        id: secretId,
        retiring,
        ...(retiring.length > 0 && { after_seconds: retireOthersAfterSeconds }),
      },
    })
  const issued =
    retireOthersAfterSeconds === undefined
      ? await addSecret(deps, app.id, (tx, { secretId }) => entry(tx, secretId))
      : await rotateSecret(deps, app.id, retireOthersAfterSeconds, (tx, { secretId, retiring }) =>
          entry(tx, secretId, retiring),
        )
  announceApp(deps, app.id)
  return { id: issued.secretId, secret: issued.secret }
}

/** From now on no token signed with it is accepted. @throws ChatError `not_found`; `not_allowed` for the last one */
export async function endSecretNow(deps: AdminDeps, actor: AdminActor, app: AppRecord, id: string) {
  await revokeSecret(deps, app.id, id, endEntry(deps, actor, app, 'app.secret.revoke', { state: 'revoked' }))
  announceApp(deps, app.id)
}

/** After a while no token signed with it is accepted. @throws ChatError as `endSecretNow` */
export async function endSecretLater(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  id: string,
  afterSeconds: number,
) {
  const after = { state: 'retiring', after_seconds: afterSeconds }
  await retireSecret(deps, app.id, id, afterSeconds, endEntry(deps, actor, app, 'app.secret.retire', after))
  announceApp(deps, app.id)
}

function endEntry(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  action: string,
  after: Readonly<Record<string, unknown>>,
) {
  return async (tx: Tx, secret: SecretInfo): Promise<void> => {
    if (secret.state === 'revoked')
      throw new ChatError('not_allowed', `secret "${secret.id}" was revoked before`)
    await checkActiveLeft(tx, app, secret.id)
    const { state } = showSecret(secret, deps.clock())
    const target = `secret ${secret.id} of app ${app.key}`
    await auditOf(deps, tx, actor, app, { action, target, before: { state }, after })
  }
}

/** Without one, nothing could be signed: no guest's token and no webhook. */
async function checkActiveLeft(tx: Tx, app: AppRecord, ending: string): Promise<void> {
  const infos = await listSecretInfos({ read: tx }, app.id)
  if (infos.some(({ id, state }) => id !== ending && state === 'active')) return
  throw new ChatError('not_allowed', 'this is the last active secret: add another one first', {
    details: { reason: 'last_secret' },
  })
}
