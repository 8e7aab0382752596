import { randomBytes } from 'node:crypto'
import {
  BUILT_IN_CHANNEL_TYPES,
  BUILT_IN_COMMANDS,
  ChatError,
  DEFAULT_GRANTS,
  isBuiltInChannelType,
} from '@parley/protocol'
import { isBeingDeleted } from '../domain/app.ts'
import { mergeAppSettings, settingsForMode } from '../domain/app-settings.ts'
import type { AppMode, AppRecord, ChannelTypeRecord, Json, SecretRecord } from '../domain/records.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import { secretOwner } from './app-keys.ts'
import type { SecretBox } from './secret-box.ts'

export interface AppsDeps {
  readonly store: Store
  readonly box: SecretBox
  readonly clock: Clock
}

export interface NewApp {
  readonly name: string
  readonly mode: AppMode
  /** Made up when not given. */
  readonly key?: string | undefined
  readonly secret?: string | undefined
}

/** A secret in the clear: to be shown once, never stored or logged like this. */
export interface IssuedSecret {
  readonly secretId: string
  readonly secret: string
}

/** What is to be written in the same transaction as a change: its entry in the audit log. */
export type Also<Result> = (tx: Tx, result: Result) => Promise<void>

const SECRET_MIN_LENGTH = 16

/**
 * Makes an app with one secret and the built-in channel types.
 * @throws ChatError `invalid_input` when key or secret can't be used, or the key is taken.
 */
export async function createApp(
  deps: AppsDeps,
  input: NewApp,
  also?: Also<AppRecord>,
): Promise<IssuedSecret & { app: AppRecord }> {
  const key = checkKey(input.key ?? newKey())
  const secret = checkSecret(input.secret ?? newSecret())
  return deps.store.transaction(async tx => {
    if (await tx.findApp(key)) throw invalid('api_key', `"${key}" is taken by another app`)
    const atUs = deps.clock()
    const { name, mode } = input
    const times = { createdAtUs: atUs, updatedAtUs: atUs }
    const app = await tx.insertApp({ key, name, mode, suspended: false, settings: {}, ...times })
    for (const type of builtInChannelTypes(app.id, atUs)) await tx.insertChannelType(type)
    await also?.(tx, app)
    return { app, ...(await insertSecret(deps, tx, app.id, secret)) }
  })
}

/**
 * The first app of a fresh database; on a database that has apps, the one with this key, made when
 * it is not there. A configured secret that the app does not have yet is added.
 */
export async function ensureFirstApp(
  deps: AppsDeps,
  configured: { readonly apiKey: string | undefined; readonly apiSecret: string | undefined },
): Promise<{ app: AppRecord; made: IssuedSecret | undefined }> {
  const { apiKey: key, apiSecret: secret } = configured
  const apps = await deps.store.read.listApps()
  const app =
    key === undefined
      ? apps.find(existing => !isBeingDeleted(existing))
      : apps.find(existing => existing.key === key)
  if (!app) {
    const { app: first, ...made } = await createApp(deps, {
      name: 'Parley',
      mode: 'development',
      key,
      secret,
    })
    return { app: first, made }
  }
  if (secret !== undefined) await ensureSecret(deps, app.id, secret)
  return { app, made: undefined }
}

/** Adds a secret beside those there are: the newest signs, all verify. */
export async function addSecret(
  deps: AppsDeps,
  appId: number,
  also?: Also<{ readonly secretId: string }>,
): Promise<IssuedSecret> {
  return deps.store.transaction(async tx => {
    const issued = await insertSecret(deps, tx, appId, newSecret())
    await also?.(tx, issued)
    return issued
  })
}

/** What became of the secrets that were there before. */
export interface Rotation {
  readonly secretId: string
  readonly retiring: readonly string[]
  readonly retiresAtUs: number
}

/**
 * Adds a secret and lets the active ones retire after a while, so that backends can be deployed
 * one after another; at once with 0 seconds.
 */
export async function rotateSecret(
  deps: AppsDeps,
  appId: number,
  retireAfterSeconds: number,
  also?: Also<Rotation>,
): Promise<IssuedSecret & Rotation> {
  return deps.store.transaction(async tx => {
    const active = (await tx.listSecrets(appId)).filter(secret => secret.state === 'active')
    const retiresAtUs = deps.clock() + retireAfterSeconds * 1_000_000
    for (const { id } of active) await tx.updateSecret(appId, id, { state: 'retiring', retiresAtUs })
    const issued = await insertSecret(deps, tx, appId, newSecret())
    await markChanged(deps, tx, appId)
    const rotated = { ...issued, retiring: active.map(secret => secret.id), retiresAtUs }
    await also?.(tx, rotated)
    return rotated
  })
}

/** From now on no token signed with this secret is accepted. @throws ChatError `not_found` */
export async function revokeSecret(
  deps: AppsDeps,
  appId: number,
  secretId: string,
  also?: Also<SecretInfo>,
): Promise<void> {
  await endSecret(deps, appId, secretId, { state: 'revoked', retiresAtUs: undefined }, also)
}

/** No token signed with this secret is accepted after a while. @throws ChatError as `revokeSecret` */
export async function retireSecret(
  deps: AppsDeps,
  appId: number,
  secretId: string,
  afterSeconds: number,
  also?: Also<SecretInfo>,
): Promise<void> {
  const retiresAtUs = deps.clock() + afterSeconds * 1_000_000
  await endSecret(deps, appId, secretId, { state: 'retiring', retiresAtUs }, also)
}

/** `also` is told what the secret was before. */
async function endSecret(
  deps: AppsDeps,
  appId: number,
  secretId: string,
  end: Pick<SecretRecord, 'state' | 'retiresAtUs'>,
  also: Also<SecretInfo> | undefined,
): Promise<void> {
  await deps.store.transaction(async tx => {
    const secret = findSecret(await tx.listSecrets(appId), secretId)
    await also?.(tx, toInfo(secret))
    await tx.updateSecret(appId, secretId, end)
    await markChanged(deps, tx, appId)
  })
}

/** A secret in the clear, for somebody who may have it. @throws ChatError `not_found` */
export async function revealSecret(
  { store, box }: AppsDeps,
  appId: number,
  secretId: string,
): Promise<string> {
  const secret = findSecret(await store.read.listSecrets(appId), secretId)
  return box.open(secret.secret, secretOwner(secret))
}

function findSecret(secrets: readonly SecretRecord[], secretId: string): SecretRecord {
  const secret = secrets.find(each => each.id === secretId)
  if (!secret) throw new ChatError('not_found', `the app has no secret with the id "${secretId}"`)
  return secret
}

/** What may be told of a secret. */
export interface SecretInfo {
  readonly id: string
  readonly state: SecretRecord['state']
  readonly createdAtUs: number
  readonly retiresAtUs: number | undefined
}

/** An app's secrets without the secrets, oldest first. */
export async function listSecretInfos(
  { read }: { readonly read: Pick<Tx, 'listSecrets'> },
  appId: number,
): Promise<SecretInfo[]> {
  const secrets = await read.listSecrets(appId)
  return secrets.map(toInfo).sort((a, b) => a.createdAtUs - b.createdAtUs)
}

function toInfo({ id, state, createdAtUs, retiresAtUs }: SecretRecord): SecretInfo {
  return { id, state, createdAtUs, retiresAtUs }
}

/** What of an app can be changed at once. */
export interface AppChange {
  readonly name?: string | undefined
  readonly mode?: AppMode | undefined
  readonly suspended?: boolean | undefined
  /** As in `PATCH app`: absent keys stay. Or all that is stored from then on, made of what there is. */
  readonly settings?: Json | ((app: AppRecord, atUs: number) => Json) | undefined
}

/**
 * Changes an app; going to production mode switches `disable_auth_checks` off.
 * @throws ChatError as `mergeAppSettings`; `not_found`
 */
export async function changeApp(
  deps: AppsDeps,
  apiKey: string,
  change: AppChange,
  also?: Also<{ readonly before: AppRecord; readonly after: AppRecord }>,
): Promise<AppRecord> {
  const { name, mode, suspended, settings: patch = {} } = change
  return deps.store.transaction(async tx => {
    const app = await tx.findApp(apiKey)
    if (!app) throw new ChatError('not_found', `there is no app with API key "${apiKey}"`)
    const atUs = deps.clock()
    const next = { ...app, mode: mode ?? app.mode }
    const merged =
      typeof patch === 'function' ? patch(next, atUs) : mergeAppSettings(app.settings, next.mode, patch)
    const settings = settingsForMode(merged, next.mode)
    const given = Object.entries({ name, mode, suspended, settings }).filter(
      ([, value]) => value !== undefined,
    )
    const after = await tx.updateApp(app.id, Object.fromEntries(given), atUs)
    await also?.(tx, { before: app, after })
    return after
  })
}

function builtInChannelTypes(appId: number, atUs: number): ChannelTypeRecord[] {
  const names = Object.keys(BUILT_IN_CHANNEL_TYPES).filter(isBuiltInChannelType)
  return names.map(name => ({
    appId,
    name,
    config: { ...BUILT_IN_CHANNEL_TYPES[name], commands: [...BUILT_IN_COMMANDS] },
    grants: DEFAULT_GRANTS[name],
    createdAtUs: atUs,
    updatedAtUs: atUs,
  }))
}

async function ensureSecret(deps: AppsDeps, appId: number, secret: string): Promise<void> {
  checkSecret(secret)
  await deps.store.transaction(async tx => {
    const known = (await tx.listSecrets(appId)).some(
      stored => deps.box.open(stored.secret, secretOwner(stored)) === secret,
    )
    if (!known) await insertSecret(deps, tx, appId, secret)
  })
}

async function insertSecret(deps: AppsDeps, tx: Tx, appId: number, secret: string): Promise<IssuedSecret> {
  const id = `s_${randomBytes(6).toString('hex')}`
  const record: SecretRecord = {
    id,
    appId,
    secret: deps.box.seal(secret, secretOwner({ appId, id })),
    state: 'active',
    retiresAtUs: undefined,
    createdAtUs: deps.clock(),
  }
  await tx.insertSecret(record)
  return { secretId: id, secret }
}

/** So that running servers look at the app's secrets again. */
async function markChanged({ clock }: AppsDeps, tx: Tx, appId: number): Promise<void> {
  await tx.updateApp(appId, {}, clock())
}

function newKey(): string {
  return randomBytes(6).toString('hex')
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}

function checkKey(key: string): string {
  if (/^[A-Za-z0-9_-]{4,64}$/.test(key)) return key
  throw invalid('api_key', 'must be 4 to 64 letters, digits, "-" or "_"')
}

function checkSecret(secret: string): string {
  if (secret.length >= SECRET_MIN_LENGTH) return secret
  throw invalid('api_secret', `must have ${SECRET_MIN_LENGTH} characters at least`)
}

function invalid(field: string, problem: string): ChatError {
  return new ChatError('invalid_input', `${field} ${problem}`, { details: { fields: { [field]: problem } } })
}
