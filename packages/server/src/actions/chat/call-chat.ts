import { hasRole } from '../../domain/admins.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import { redact, withoutSecrets } from '../../domain/redact.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { audit, difference } from '../admins/audit.ts'
import type { ChatChange } from './chat-change.ts'
import { type Given, pickPaths } from './given.ts'

export interface ChatRequest {
  readonly request: Request
  /** `POST /users/{id}/deactivate` */
  readonly endpoint: string
  readonly given: Given
  /** Undefined for calls that look. */
  readonly change: ChatChange | undefined
  /** The answer may hold what viewers are not shown, such as keys in the settings of hooks. */
  readonly mayHoldSecrets: boolean
}

/** What the chat answered, as it came. */
export interface ChatAnswer {
  readonly status: number
  readonly json: string
}

/**
 * Calls an app's own API as a server of that app would. What changes something is written down
 * before it is made and completed afterwards, so that a crash between leaves no change without its entry.
 */
export async function callChat(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  call: ChatRequest,
): Promise<ChatAnswer> {
  const { change, given } = call
  if (!change) return ask(deps, actor, app, call)
  const before = await stateOf(deps, app, call.change, given)
  const id = await begin(deps, actor, app, { change, given, before })
  const answer = await ask(deps, actor, app, call)
  try {
    await finish(deps, app, { change, given, before, id, answer })
  } catch (error) {
    // The change is made, and its entry is there: what is missing is only what came of it.
    deps.log.error({ err: error, audit: id }, 'an entry of the audit log stays incomplete')
  }
  return answer
}

async function ask(
  deps: AdminDeps,
  { address, admin }: AdminActor,
  app: AppRecord,
  { request, endpoint, change, mayHoldSecrets }: ChatRequest,
): Promise<ChatAnswer> {
  const caller = { app: await deps.apps.get(app.id), address, endpoint, mayWrite: change !== undefined }
  const response = await deps.chat(request, caller)
  const json = await response.text()
  const isHidden = mayHoldSecrets && !hasRole(admin, 'admin')
  return { status: response.status, json: isHidden ? hidden(json) : json }
}

function hidden(json: string): string {
  return JSON.stringify(withoutSecrets(JSON.parse(json) as Json))
}

async function stateOf(
  deps: AdminDeps,
  app: AppRecord,
  change: ChatChange | undefined,
  given: Given,
): Promise<Json> {
  return change?.state ? redact(await change.state(deps, await deps.apps.get(app.id), given)) : {}
}

interface Begun {
  readonly change: ChatChange
  readonly given: Given
  readonly before: Json
}

interface Ended extends Begun {
  readonly id: number
  readonly answer: ChatAnswer
}

async function begin(
  deps: AdminDeps,
  actor: AdminActor,
  { id: appId }: AppRecord,
  { change: { action, target, keeps }, given, before }: Begun,
): Promise<number> {
  const after = redact(keptOf(given, keeps))
  return deps.store.transaction(tx =>
    audit(deps, tx, actor, { action, target: target(given).slice(0, 500), appId, before, after }),
  )
}

function keptOf({ query, body }: Given, keeps: readonly string[] = []): Json {
  return pickPaths({ ...query, ...body }, keeps)
}

async function finish(deps: AdminDeps, app: AppRecord, ended: Ended): Promise<void> {
  const { id, answer, change, given, before } = ended
  const isRefused = answer.status >= 400 && answer.status < 500
  if (isRefused) return deps.store.transaction(tx => tx.deleteAudit(id))
  const changed = difference(before, await stateOf(deps, app, change, given))
  const after = redact({ ...keptOf(given, change.keeps), ...madeOf(answer, change.made), ...changed?.after })
  await deps.store.transaction(tx => tx.updateAudit(id, { before: changed?.before, after }))
}

function madeOf({ status, json }: ChatAnswer, made: readonly string[] = []): Json {
  // What broke on the way may have changed something all the same.
  if (status >= 500) return { failed: true }
  return made.length === 0 ? {} : pickPaths(JSON.parse(json) as Json, made)
}
