import type { PushProviderName } from '@parley/protocol'
import type { Json } from './records.ts'

/** How pushes reach devices of one kind. */
export interface PushProvider {
  readonly type: PushProviderName
  /** `""` for the one of devices that name none. */
  readonly name: string
  /** As stored: keys of the wire, secrets sealed. */
  readonly fields: Readonly<Record<string, unknown>>
}

export const PUSH_SECRETS = [
  'apn_auth_key',
  'firebase_credentials',
  'huawei_app_secret',
  'xiaomi_app_secret',
  'vapid_private_key',
] as const

/** What the older settings of each network are called among the fields of a provider. */
const LEGACY: readonly [type: PushProviderName, setting: string, fields: Readonly<Record<string, string>>][] =
  [
    [
      'apn',
      'apn_config',
      {
        auth_key: 'apn_auth_key',
        key_id: 'apn_key_id',
        team_id: 'apn_team_id',
        bundle_id: 'apn_topic',
        development: 'apn_development',
        notification_template: 'apn_notification_template',
        host: 'api_url',
      },
    ],
    [
      'firebase',
      'firebase_config',
      {
        credentials_json: 'firebase_credentials',
        notification_template: 'firebase_notification_template',
        data_template: 'firebase_data_template',
        apn_template: 'firebase_apn_template',
      },
    ],
    ['huawei', 'huawei_config', { id: 'huawei_app_id', secret: 'huawei_app_secret' }],
    ['xiaomi', 'xiaomi_config', { package_name: 'xiaomi_package_name', secret: 'xiaomi_app_secret' }],
  ]

/** The providers that are switched on, those of the older settings as well. */
export function parsePushProviders(stored: Json): readonly PushProvider[] {
  const named = storedProviders(stored)
    .filter(fields => fields.disabled_at === undefined)
    .map(fields => ({ type: fields.type as PushProviderName, name: String(fields.name ?? ''), fields }))
  const legacy = LEGACY.flatMap(([type, setting, names]) => {
    const config = stored[setting]
    if (typeof config !== 'object' || config === null) return []
    if (named.some(each => each.type === type && each.name === '')) return []
    const provider = legacyProvider(type, config as Json, names)
    return provider ? [provider] : []
  })
  return [...named, ...legacy]
}

/** As `POST push_providers` wrote them. */
export function storedProviders({ push_providers: list }: Json): readonly Json[] {
  return Array.isArray(list) ? list : []
}

function legacyProvider(
  type: PushProviderName,
  config: Json,
  names: Readonly<Record<string, string>>,
): PushProvider | undefined {
  if (config.enabled === false) return undefined
  const fields: Record<string, unknown> = { type, name: '' }
  for (const [key, name] of Object.entries(names)) if (config[key]) fields[name] = config[key]
  const hasSecret = PUSH_SECRETS.some(secret => fields[secret] !== undefined)
  return hasSecret ? { type, name: '', fields } : undefined
}

/** The provider that a device is pushed to by: the one it names, or the first of its type. */
export function providerOf(
  providers: readonly PushProvider[],
  device: { readonly pushProvider: string; readonly pushProviderName: string | undefined },
): PushProvider | undefined {
  const { pushProvider: type, pushProviderName: name } = device
  const ofType = providers.filter(provider => provider.type === type)
  return name === undefined
    ? (ofType.find(provider => provider.name === '') ?? ofType[0])
    : ofType.find(provider => provider.name === name)
}
