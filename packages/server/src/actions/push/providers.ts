import { ChatError, PUSH_PROVIDERS_PER_APP, type PushProvider } from '@parley/protocol'
import type { PushProviderInput } from '@parley/protocol/schemas'
import webPush from 'web-push'
import { isPrivateKey } from '../../auth/network-tokens.ts'
import { PUSH_SECRETS, storedProviders } from '../../domain/push-providers.ts'
import type { Json } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { findTemplateProblem } from '../../util/push-templates.ts'
import { toRfc3339 } from '../../util/time.ts'
import { changeSettings } from '../app/change-settings.ts'
import type { Actor, Deps } from '../deps.ts'

/** What each kind of network can't do without. */
const NEEDED = {
  apn: ['apn_auth_key', 'apn_key_id', 'apn_team_id', 'apn_topic'],
  firebase: ['firebase_credentials'],
  huawei: ['huawei_app_id', 'huawei_app_secret'],
  xiaomi: ['xiaomi_package_name', 'xiaomi_app_secret'],
  web: ['vapid_subject'],
} as const

/** What binds a sealed secret to its app. */
export function pushSecretOwner(appId: number): string {
  return `${appId}:push`
}

/**
 * Adds a provider, or overwrites the one of its type and name; secrets not given stay.
 * @throws ChatError `invalid_input` for credentials or templates that can't be, or one too many.
 */
export async function upsertPushProvider(
  deps: Deps,
  actor: Actor,
  { name = '', ...input }: PushProviderInput,
): Promise<PushProvider> {
  const given = Object.fromEntries(
    Object.entries({ ...input, name }).filter(([, value]) => value !== undefined),
  )
  await checkCredentials(given)
  checkTemplates(given)
  return changeSettings(deps, actor, (settings, atUs) => {
    const providers = storedProviders(settings)
    const before = providers.find(each => each.type === input.type && each.name === name)
    if (!before && providers.length >= PUSH_PROVIDERS_PER_APP) throw oneTooMany()
    const at = toRfc3339(atUs)
    const provider = {
      ...keptSecrets(before),
      ...sealed(deps, actor.app.id, withVapidKeys(given, before)),
      created_at: before?.created_at ?? at,
      updated_at: at,
    }
    checkComplete(provider)
    const others = providers.filter(each => each !== before)
    return {
      settings: { ...settings, push_providers: [...others, provider] },
      result: toPushProvider(provider),
    }
  })
}

export function listPushProviders({ app }: Actor): PushProvider[] {
  return storedProviders(app.settings.stored).map(toPushProvider)
}

/** @throws ChatError `not_found` */
export async function deletePushProvider(
  deps: Deps,
  actor: Actor,
  type: string,
  name: string,
): Promise<void> {
  await changeSettings(deps, actor, settings => {
    const providers = storedProviders(settings)
    const left = providers.filter(each => each.type !== type || each.name !== name)
    if (left.length === providers.length) {
      throw new ChatError('not_found', `the app has no push provider "${name}" of type ${type}`)
    }
    return { settings: { ...settings, push_providers: left }, result: undefined }
  })
}

function oneTooMany(): ChatError {
  return invalidField('push_provider', `would be one too many: an app has at most ${PUSH_PROVIDERS_PER_APP}`)
}

function keptSecrets(before: Json | undefined): Json {
  const entries = PUSH_SECRETS.map(key => [key, before?.[key]]).filter(([, value]) => value !== undefined)
  const publicKey = before?.vapid_public_key
  return { ...Object.fromEntries(entries), ...(publicKey !== undefined && { vapid_public_key: publicKey }) }
}

/** A pair of keys is made for who brings none. */
function withVapidKeys(given: Json, before: Json | undefined): Json {
  if (
    given.type !== 'web' ||
    given.vapid_private_key !== undefined ||
    before?.vapid_private_key !== undefined
  ) {
    return given
  }
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  return { ...given, vapid_public_key: publicKey, vapid_private_key: privateKey }
}

function sealed({ box }: Deps, appId: number, fields: Json): Json {
  const entries = Object.entries(fields).map(([key, value]) => {
    const isSecret = PUSH_SECRETS.some(secret => secret === key)
    return [key, isSecret ? box.seal(String(value), pushSecretOwner(appId)) : value]
  })
  return Object.fromEntries(entries)
}

function checkComplete(provider: Json): void {
  for (const key of NEEDED[provider.type as keyof typeof NEEDED]) {
    if (provider[key] === undefined) {
      throw invalidField(
        `push_provider.${key}`,
        `is required for a provider of type ${String(provider.type)}`,
      )
    }
  }
}

async function checkCredentials(given: Json): Promise<void> {
  if (typeof given.apn_auth_key === 'string') await checkKey('apn_auth_key', given.apn_auth_key, 'ES256')
  if (typeof given.firebase_credentials === 'string') {
    const account = parseAccount(given.firebase_credentials)
    await checkKey('firebase_credentials', account.private_key, 'RS256')
  }
  if (given.vapid_private_key !== undefined && given.vapid_public_key === undefined) {
    throw invalidField('push_provider.vapid_public_key', 'is required beside vapid_private_key')
  }
}

async function checkKey(field: string, pem: string, algorithm: 'ES256' | 'RS256'): Promise<void> {
  if (await isPrivateKey(pem, algorithm)) return
  throw invalidField(`push_provider.${field}`, `must hold a private key (PKCS #8, PEM) for ${algorithm}`)
}

function parseAccount(text: string): { private_key: string } {
  const problem =
    'must be the JSON of a service account, with project_id, client_email, private_key and token_uri'
  try {
    const account = JSON.parse(text) as Record<string, unknown>
    const keys = ['project_id', 'client_email', 'private_key', 'token_uri']
    if (keys.every(key => typeof account[key] === 'string')) return account as { private_key: string }
  } catch {
    // As below.
  }
  throw invalidField('push_provider.firebase_credentials', problem)
}

function checkTemplates(given: Json): void {
  const templates = Object.entries(given).filter(([key]) => key.endsWith('_template'))
  const byEvent = Object.entries((given.event_templates as Json | undefined) ?? {})
  for (const [key, template] of [...templates, ...byEvent]) {
    const problem = template === undefined ? undefined : findTemplateProblem(String(template))
    if (problem) throw invalidField(`push_provider.${key}`, problem)
  }
}

/** Without its secrets. */
function toPushProvider(stored: Json): PushProvider {
  const secrets: readonly string[] = PUSH_SECRETS
  return Object.fromEntries(
    Object.entries(stored).filter(([key]) => !secrets.includes(key)),
  ) as unknown as PushProvider
}
