import { z } from 'zod'
import { PENDING_MESSAGE_HOOKS_PER_APP } from '../limits.ts'
import { grants } from './channel-types.ts'
import { name } from './ids.ts'
import { jsonObject } from './json.ts'
import {
  anyObject,
  anyText,
  list,
  looseObject,
  object,
  oneOf,
  optional,
  optionalFlag,
  optionalList,
  optionalObject,
  optionalOneOf,
  optionalText,
  optionalUnlessEmpty,
  text,
  whole,
} from './primitives.ts'
import { clearableTime, unsetTime } from './time.ts'

const words = optionalList(anyText(255), 1_000)

const uploadConfig = optionalObject(
  object({
    allowed_file_extensions: words,
    blocked_file_extensions: words,
    allowed_mime_types: words,
    blocked_mime_types: words,
    size_limit: optional(whole(0, Number.MAX_SAFE_INTEGER)),
  }),
)

const SIGNATURES = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const algorithm = z.enum(SIGNATURES, { error: `must be one of ${SIGNATURES.join(', ')}` })

/** Whether it is an address that may be fetched; plain http is for loopback and checked by the app's mode. */
function isHttpUrl(value: string): boolean {
  return /^https?:\/\/\S+$/i.test(value) && URL_HOST.test(value)
}

const URL_HOST = /^https?:\/\/(\[[0-9a-f:.]+\]|[^/?#@\s:]+)(:\d{1,5})?([/?#]|$)/i

const identityProvider = object({
  issuer: text(1024),
  jwks_uri: text(2048).refine(isHttpUrl, { error: 'must be an https:// address' }),
  audience: optionalText(1024),
  algorithms: list(algorithm, SIGNATURES.length).min(1, { error: 'must name at least one algorithm' }),
  user_id_claim: optionalText(255).transform(value => value ?? 'sub'),
  name_claim: optionalText(255),
  teams_claim: optionalText(255),
})

const url = optional(anyText(2048))

/** Where the server sends something; `""` for nowhere. */
const hookUrl = optional(
  anyText(2048).refine(value => value === '' || isHttpUrl(value), {
    error: 'must be an http:// or https:// address',
  }),
)

const short = optional(anyText(1024))

/** Of SQS and SNS, but for the queue itself, which has two names. */
const queueSettings = {
  sqs_region: short,
  sqs_key: short,
  sqs_secret: short,
  sns_topic_arn: url,
  sns_region: short,
  sns_key: short,
  sns_secret: short,
  /** Where SNS is when it is not Amazon's. */
  sns_endpoint: url,
}

const HOOK_TYPES = ['webhook', 'sqs', 'sns', 'pending_message'] as const

/** Longest wait of a pending message: 30 days. */
const MAX_PENDING_MS = 30 * 24 * 60 * 60 * 1000

const eventHook = looseObject({
  id: optionalUnlessEmpty(anyText(255).regex(/^[^:]+$/, { error: 'must not contain a colon' })),
  hook_type: oneOf(HOOK_TYPES),
  enabled: optionalFlag,
  event_types: words,
  webhook_url: hookUrl,
  timeout_ms: optional(whole(0, MAX_PENDING_MS)),
  sqs_queue_url: url,
  ...queueSettings,
  created_at: unsetTime,
  updated_at: unsetTime,
}).superRefine((hook, context) => {
  const needed = {
    webhook: 'webhook_url',
    pending_message: 'webhook_url',
    sqs: 'sqs_queue_url',
    sns: 'sns_topic_arn',
  } as const
  const key = needed[hook.hook_type]
  if (hook[key] || hook.enabled === false) return
  context.addIssue({
    code: 'custom',
    path: [key],
    message: `is required for a hook of type ${hook.hook_type}`,
  })
})

/** NOTE: the longest of two callbacks decides how long a message may wait. */
const eventHooks = optionalList(eventHook, 100)
  .refine(
    hooks =>
      (hooks ?? []).filter(hook => hook.hook_type === 'pending_message').length <=
      PENDING_MESSAGE_HOOKS_PER_APP,
    {
      error: `must have at most ${PENDING_MESSAGE_HOOKS_PER_APP} hooks of type pending_message`,
    },
  )
  .refine(hooks => hasDistinctIds(hooks ?? []), { error: 'must not have two hooks of the same id' })

function hasDistinctIds(hooks: readonly { readonly id?: string | undefined }[]): boolean {
  const ids = hooks.map(hook => hook.id).filter(id => id !== undefined)
  return new Set(ids).size === ids.length
}

/** Kept as given; what is in there matters to who talks to that network. */
const networkConfig = optionalObject(anyObject)

/** COMPAT: what `event_hooks` took the place of. */
const legacy = {
  sqs_url: url,
  ...queueSettings,
}

/**
 * `PATCH app`: only what is given changes.
 *
 * Identity fields and `push_notifications`, which SDKs send along, are ignored, unknown keys too.
 */
export const UpdateAppBody = jsonObject(
  object({
    grants,
    revoke_tokens_issued_before: clearableTime,
    disable_auth_checks: optionalFlag,
    disable_permissions_checks: optionalFlag,
    guest_user_creation_disabled: optionalFlag,
    multi_tenant_enabled: optionalFlag,
    enforce_unique_usernames: optionalOneOf(['no', 'app', 'team']),
    user_search_disallowed_roles: optionalList(name, 100),
    identity_providers: optionalList(identityProvider, 20),
    /** Null brings the mode's default back. */
    max_connections_per_user: whole(1, 10_000).nullable().optional(),
    channel_hide_members_only: optionalFlag,
    permission_version: optionalText(16),
    migrate_permissions_to_v2: optionalFlag,
    async_url_enrich_enabled: optionalFlag,
    auto_translation_enabled: optionalFlag,
    shared_locations_enabled: optionalFlag,
    user_response_time_enabled: optionalFlag,
    image_moderation_enabled: optionalFlag,
    image_moderation_labels: words,
    reminders_interval: optional(whole(0, 86_400)).refine(
      value => value === undefined || value === 0 || value >= 60,
      { error: 'must be a whole number from 60 to 86400' },
    ),
    cdn_expiration_seconds: optional(whole(0, Number.MAX_SAFE_INTEGER)),
    before_message_send_hook_url: hookUrl,
    custom_action_handler_url: hookUrl,
    webhook_url: hookUrl,
    webhook_events: words,
    event_hooks: eventHooks,
    file_upload_config: uploadConfig,
    image_upload_config: uploadConfig,
    ...legacy,
    apn_config: networkConfig,
    firebase_config: networkConfig,
    huawei_config: networkConfig,
    xiaomi_config: networkConfig,
    async_moderation_config: networkConfig,
    push_config: optionalObject(
      object({ version: optionalOneOf(['v1', 'v2', 'v3']), offline_only: optionalFlag }),
    ),
  }),
)
