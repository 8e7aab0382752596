import type { PushProvider } from '../../domain/push-providers.ts'
import type { Json } from '../../domain/records.ts'
import { renderTemplate } from '../../util/push-templates.ts'
import type { PushEvent } from '../messages/message-work.ts'

const TITLE = '{{ sender.name }}{{#if channel.name}} @ {{ channel.name }}{{/if}}'
const BODY = '{{#if message.text}}{{ truncate message.text 2000 }}{{else}}…{{/if}}'

const APN = `{"aps":{"alert":{"title":"${TITLE}","body":"${BODY}"},"sound":"default","mutable-content":1,"thread-id":"{{ channel.cid }}"}}`
const NOTIFICATION = `{"title":"${TITLE}","body":"${BODY}"}`

/** Which template of a provider makes its notification. */
const OF_TYPE = {
  apn: ['apn_notification_template', APN],
  firebase: ['firebase_notification_template', NOTIFICATION],
  huawei: ['', NOTIFICATION],
  xiaomi: ['', NOTIFICATION],
  web: ['web_notification_template', NOTIFICATION],
} as const

/** What a device is sent. */
export interface RenderedPush {
  /** As its network wants it: `aps` and so on for Apple, title and body elsewhere. */
  readonly notification: Json
  readonly data: Readonly<Record<string, string>>
  /** For iOS devices behind Firebase. */
  readonly apns?: Json
}

/** The templates of one push; those of a request stand in for the provider's. */
export interface PushTemplates {
  readonly notification: string
  readonly data: string | undefined
  readonly apns: string | undefined
}

export function templatesOf(
  { type, fields }: Pick<PushProvider, 'type' | 'fields'>,
  event: PushEvent,
): PushTemplates {
  const [key, standard] = OF_TYPE[type]
  const byEvent = fields.event_templates as Readonly<Record<string, string>> | undefined
  const own = event === 'message.new' ? text(fields[key]) : byEvent?.[event]
  return {
    notification: own ?? standard,
    data: text(fields.firebase_data_template),
    apns: text(fields.firebase_apn_template),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Whether anything of it counts what is unread, which costs a query per receiver. */
export function countsUnread({ notification, data, apns }: PushTemplates): boolean {
  return [notification, data, apns].some(template => template?.includes('unread_'))
}

/** @throws Error for a template that can't be used. */
export function renderPush(
  templates: PushTemplates,
  context: object,
  data: Readonly<Record<string, string>>,
): RenderedPush {
  const { notification, data: dataTemplate, apns } = templates
  return {
    notification: renderTemplate(notification, context),
    data: dataTemplate === undefined ? data : { ...data, ...texts(renderTemplate(dataTemplate, context)) },
    ...(apns !== undefined && { apns: renderTemplate(apns, context) }),
  }
}

/** Networks carry texts only. */
function texts(values: Json): Record<string, string> {
  const entries = Object.entries(values)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
