import type { z } from 'zod'
import { PUSH_PREFERENCES_PER_REQUEST, PUSH_TEMPLATE_MAX_LENGTH } from '../limits.ts'
import { cid, optionalMessageId, optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import {
  anyText,
  list,
  object,
  oneOf,
  optionalFlag,
  optionalObject,
  optionalOneOf,
  optionalText,
  optionalUnlessEmpty,
  text,
} from './primitives.ts'
import { clearableTime, unsetTime } from './time.ts'
import { acting } from './users.ts'

export const PUSH_PROVIDER_TYPES = ['apn', 'firebase', 'huawei', 'xiaomi', 'web'] as const

/** What a provider is called; it stands in paths. */
const providerName = optionalUnlessEmpty(
  anyText(255).regex(/^[A-Za-z0-9_.-]+$/, { error: 'must be made of a–z A–Z 0–9 _ - .' }),
)

const credential = optionalText(16_384)
const template = optionalText(PUSH_TEMPLATE_MAX_LENGTH)
const baseUrl = optionalUnlessEmpty(
  anyText(2048).regex(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, { error: 'must be an https:// address' }),
)

const provider = object({
  type: oneOf(PUSH_PROVIDER_TYPES),
  name: providerName,
  description: optionalText(255),
  disabled_at: unsetTime,
  disabled_reason: optionalText(255),
  apn_auth_key: credential,
  apn_key_id: optionalText(255),
  apn_team_id: optionalText(255),
  apn_topic: optionalText(255),
  apn_development: optionalFlag,
  apn_notification_template: template,
  firebase_credentials: credential,
  firebase_notification_template: template,
  firebase_data_template: template,
  firebase_apn_template: template,
  huawei_app_id: optionalText(255),
  huawei_app_secret: credential,
  xiaomi_package_name: optionalText(255),
  xiaomi_app_secret: credential,
  vapid_public_key: optionalText(255),
  vapid_private_key: credential,
  vapid_subject: optionalUnlessEmpty(
    anyText(255).regex(/^(mailto:|https:\/\/)\S+$/, { error: 'must begin with mailto: or https://' }),
  ),
  web_notification_template: template,
  event_templates: optionalObject(object({ 'message.updated': template, 'reaction.new': template })),
  api_url: baseUrl,
  auth_url: baseUrl,
})

/** `POST push_providers`: one of this type and name is overwritten; secrets not given stay. */
export const UpsertPushProviderBody = jsonObject(object({ push_provider: provider }))

/** Path of a push provider: `push_providers/{type}/{name}`. */
export const PushProviderPath = object({ type: oneOf(PUSH_PROVIDER_TYPES), name: text(255) })

/** Path of the provider of a type that has no name. */
export const NamelessPushProviderPath = object({ type: oneOf(PUSH_PROVIDER_TYPES) })

const preference = object({
  user_id: optionalUserId,
  channel_cid: optionalUnlessEmpty(cid),
  chat_level: optionalOneOf(['all', 'mentions', 'none', 'default']),
  call_level: optionalOneOf(['all', 'none', 'default']),
  disabled_until: clearableTime,
  remove_disable: optionalFlag,
})

/** `POST push_preferences`. */
export const PushPreferencesBody = jsonObject(
  object({
    preferences: list(preference, PUSH_PREFERENCES_PER_REQUEST).min(1, { error: 'must not be empty' }),
    ...acting,
  }),
)

/** `POST check_push`. The longer names of templates are those of the documentation's prose. */
export const CheckPushBody = jsonObject(
  object({
    message_id: optionalMessageId,
    apn_template: template,
    apn_notification_template: template,
    firebase_template: template,
    firebase_notification_template: template,
    firebase_data_template: template,
    skip_devices: optionalFlag,
    push_provider_name: optionalText(255),
    push_provider_type: optionalOneOf(PUSH_PROVIDER_TYPES),
    ...acting,
  }),
)

const setting = optionalText(2048)

/** `POST check_sqs`. What is not given is what the app's settings have. */
export const CheckSqsBody = jsonObject(
  object({ sqs_url: setting, sqs_key: setting, sqs_secret: setting, sqs_region: setting }),
)

/** `POST check_sns`. */
export const CheckSnsBody = jsonObject(
  object({
    sns_topic_arn: setting,
    sns_key: setting,
    sns_secret: setting,
    sns_region: setting,
    sns_endpoint: setting,
  }),
)

export type PushProviderInput = z.output<typeof provider>
