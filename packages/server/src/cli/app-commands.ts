import { invalidInput, UpdateAppBody } from '@parley/protocol/schemas'
import { shownSettings } from '../actions/app/get-app.ts'
import { patchedSettings } from '../actions/app/patched-settings.ts'
import {
  addSecret,
  changeApp,
  createApp,
  listSecretInfos,
  rotateSecret,
  type SecretInfo,
} from '../auth/apps.ts'
import { APP_TTL_MS } from '../auth/store-app-registry.ts'
import type { App } from '../domain/app.ts'
import { checkGrants } from '../domain/check-config.ts'
import type { AppMode, AppRecord, Json } from '../domain/records.ts'
import { describeDuration } from '../util/duration.ts'
import { toRfc3339 } from '../util/time.ts'
import { CliError } from './cli-error.ts'
import { fields, type Output, table } from './output.ts'
import type { Session } from './session.ts'

const SOON = `Running servers notice within ${APP_TTL_MS / 1000} seconds.`

/** `parley app list` */
export async function listApps({ store }: Session): Promise<Output> {
  const records = await store.read.listApps()
  const apps = await Promise.all(
    records.map(async app => ({
      api_key: app.key,
      name: app.name,
      mode: app.mode,
      suspended: app.suspended,
      auth_checks: app.settings.disable_auth_checks !== true,
      created_at: toRfc3339(app.createdAtUs),
      secrets: (await listSecretInfos(store, app.id)).map(secretJson),
    })),
  )
  const rows = apps.map(app => [
    app.api_key,
    app.name,
    app.suspended ? `${app.mode}, suspended` : app.mode,
    app.auth_checks ? 'on' : 'OFF',
    app.secrets.map(secret => `${secret.id} (${secret.state})`).join(', '),
  ])
  return {
    json: { apps },
    text: table(['API KEY', 'NAME', 'MODE', 'AUTH CHECKS', 'SECRETS'], rows, 'no apps yet'),
  }
}

function secretJson(secret: SecretInfo) {
  const { id, state, retiresAtUs, createdAtUs } = secret
  const retires = retiresAtUs === undefined ? {} : { retires_at: toRfc3339(retiresAtUs) }
  return { id, state, created_at: toRfc3339(createdAtUs), ...retires }
}

/** `parley app create` */
export async function createAppCommand(
  session: Session,
  input: { readonly name: string; readonly mode: string; readonly key?: string | undefined },
): Promise<Output> {
  const mode = parseMode(input.mode)
  const { app, secret, secretId } = await createApp(session, { name: input.name, mode, key: input.key })
  const json = { api_key: app.key, api_secret: secret, secret_id: secretId, name: app.name, mode }
  const shown = fields([
    ['API key', app.key],
    ['API secret', secret],
    ['Secret id', secretId],
    ['Mode', mode],
  ])
  return { json, text: `${shown}\n\nThe secret is shown this once. ${SOON}` }
}

/** `parley app rotate-secret` */
export async function rotateSecretCommand(
  session: Session,
  app: App,
  retireAfterSeconds: number | undefined,
): Promise<Output> {
  if (retireAfterSeconds === undefined) {
    const added = await addSecret(session, app.id)
    const json = { api_key: app.key, api_secret: added.secret, secret_id: added.secretId, retiring: [] }
    return { json, text: `${secretText(app, added)}\n\nThe earlier secrets stay valid. ${SOON}` }
  }
  const issued = await rotateSecret(session, app.id, retireAfterSeconds)
  const retiresAt = toRfc3339(issued.retiresAtUs)
  const json = {
    api_key: app.key,
    api_secret: issued.secret,
    secret_id: issued.secretId,
    retiring: issued.retiring,
    retires_at: retiresAt,
  }
  const when =
    retireAfterSeconds === 0
      ? 'are refused from now on'
      : `are refused in ${describeDuration(retireAfterSeconds)}`
  const rest = `Tokens signed with ${issued.retiring.join(', ') || 'earlier secrets'} ${when} (${retiresAt}). ${SOON}`
  return { json, text: `${secretText(app, issued)}\n\nThe secret is shown this once. ${rest}` }
}

function secretText(app: App, issued: { secret: string; secretId: string }): string {
  return fields([
    ['API key', app.key],
    ['API secret', issued.secret],
    ['Secret id', issued.secretId],
  ])
}

/** What `parley app set` changes. */
export interface AppSetOptions {
  readonly mode?: string | undefined
  readonly name?: string | undefined
  readonly suspended?: boolean | undefined
  /** `key=value`; a value is JSON, or text when it is none. */
  readonly settings: readonly string[]
}

/** `parley app set` */
export async function setApp(session: Session, app: App, options: AppSetOptions): Promise<Output> {
  const { name, suspended } = options
  const mode = options.mode === undefined ? undefined : parseMode(options.mode)
  const patch = parseSettings(options.settings)
  checkGrants(app, patch.grants as Parameters<typeof checkGrants>[1])
  const nothing = mode === undefined && name === undefined && suspended === undefined
  if (nothing && Object.keys(patch).length === 0) {
    throw new CliError('say what to set: --mode, --name, --suspend, --resume, or settings as key=value', 2)
  }
  const settings = (of: AppRecord, atUs: number) => patchedSettings(session, of, patch, atUs)
  const after = await changeApp(session, app.key, { mode, name, suspended, settings })
  return {
    json: {
      api_key: after.key,
      name: after.name,
      mode: after.mode,
      suspended: after.suspended,
      settings: shownSettings(after.settings),
    },
    text: `${appText(after)}\n\n${SOON}`,
  }
}

function appText(app: AppRecord): string {
  return fields([
    ['API key', app.key],
    ['Name', app.name],
    ['Mode', app.mode],
    ['Suspended', app.suspended ? 'yes' : 'no'],
    ['Settings', JSON.stringify(shownSettings(app.settings))],
  ])
}

function parseMode(mode: string): AppMode {
  if (mode === 'development' || mode === 'production') return mode
  throw new CliError(`--mode takes development or production, not "${mode}"`, 2)
}

function parseSettings(pairs: readonly string[]): Json {
  const given = Object.fromEntries(pairs.map(parsePair))
  const parsed = UpdateAppBody.safeParse(given)
  if (!parsed.success) throw invalidInput(parsed.error)
  const unknown = Object.keys(given).find(key => !(key in parsed.data))
  if (unknown !== undefined) {
    throw new CliError(`there is no setting "${unknown}": docs/configuration.md lists those there are`, 2)
  }
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
}

function parsePair(pair: string): [string, unknown] {
  const at = pair.indexOf('=')
  if (at < 1)
    throw new CliError(`"${pair}" is no setting: write key=value, such as multi_tenant_enabled=true`, 2)
  const text = pair.slice(at + 1)
  try {
    return [pair.slice(0, at), JSON.parse(text)]
  } catch {
    return [pair.slice(0, at), text]
  }
}
