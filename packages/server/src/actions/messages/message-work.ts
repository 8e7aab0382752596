import type { App } from '../../domain/app.ts'
import { findAddress } from '../../domain/messages.ts'
import type { MessageRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import { isHooked } from '../events/hook-event.ts'

/** The lanes of these are nobody's hook: ids of hooks have no colon. */
export const PUSH_TARGET = 'parley:push'
export const PREVIEW_TARGET = 'parley:preview'
export const UNREAD_TARGET = 'parley:unread'

/** Larger channels are not reminded of. */
export const REMINDED_MEMBERS = 10

/** What a request does not want done. */
export interface Wishes {
  readonly skip_push?: boolean | undefined
  readonly skip_enrich_url?: boolean | undefined
}

/** Events that devices are told of. */
export type PushEvent = 'message.new' | 'message.updated' | 'reaction.new'

/**
 * Keeps what is to be done for a new message once it is there: pushes, and a preview of its link.
 * One row each whatever the size of the channel, and none when nobody wants it.
 */
export async function addMessageWork(
  tx: Tx,
  app: App,
  open: OpenChannel,
  message: MessageRecord,
  wishes: Wishes,
): Promise<void> {
  if (wishes.skip_push !== true) await addPush(tx, app, open, 'message.new', message)
  if (wishes.skip_enrich_url !== true) await addPreview(tx, app, open, message)
  await addReminder(tx, app, open, message)
}

/** The same after an edit; a link that was there before has its preview already. */
export async function addEditWork(
  tx: Tx,
  app: App,
  open: OpenChannel,
  before: MessageRecord,
  message: MessageRecord,
  wishes: Wishes,
): Promise<void> {
  if (wishes.skip_push !== true) await addPush(tx, app, open, 'message.updated', message)
  const isNew = message.text !== before.text && findAddress(message.text) !== findAddress(before.text)
  if (wishes.skip_enrich_url !== true && isNew) await addPreview(tx, app, open, message)
}

/** For `message.updated` and `reaction.new` only where a provider has a template of its own for them. */
export async function addPush(
  tx: Tx,
  app: App,
  { config }: Pick<OpenChannel, 'config'>,
  type: PushEvent,
  message: MessageRecord,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { pushProviders } = app.settings
  if (pushProviders.length === 0 || !config.push_notifications || message.silent) return
  if (message.type !== 'regular' && message.type !== 'reply') return
  if (type !== 'message.new' && !pushProviders.some(({ fields }) => hasTemplate(fields, type))) return
  await addWork(tx, app, PUSH_TARGET, type, message, more)
}

function hasTemplate(
  { event_templates: templates }: Readonly<Record<string, unknown>>,
  type: PushEvent,
): boolean {
  return typeof templates === 'object' && templates !== null && Object.hasOwn(templates, type)
}

async function addPreview(tx: Tx, app: App, { config }: OpenChannel, message: MessageRecord): Promise<void> {
  if (!config.url_enrichment || message.type === 'system') return
  const url = findAddress(message.text)
  if (url !== undefined) await addWork(tx, app, PREVIEW_TARGET, 'preview', message, { url })
}

/** So that it is looked, when the time has come, whether anybody has still not read it. */
async function addReminder(tx: Tx, app: App, open: OpenChannel, message: MessageRecord): Promise<void> {
  if (!isHooked({ app }, 'user.unread_message_reminder') || !isReminded(open)) return
  if ((message.type !== 'regular' && message.type !== 'system') || message.silent) return
  await addWork(
    tx,
    app,
    UNREAD_TARGET,
    'unread',
    message,
    {},
    message.createdAtUs + app.settings.remindersIntervalUs,
  )
}

/** Whether unread messages of the channel are reminded of. */
export function isReminded({ channel, config }: Pick<OpenChannel, 'channel' | 'config'>): boolean {
  return config.reminders && config.read_events && channel.memberCount <= REMINDED_MEMBERS
}

async function addWork(
  tx: Tx,
  app: App,
  target: string,
  type: string,
  { id, cid, createdAtUs }: MessageRecord,
  more: Readonly<Record<string, unknown>>,
  dueAtUs = 0,
): Promise<void> {
  await tx.addToOutbox({
    appId: app.id,
    target,
    lane: cid,
    id: crypto.randomUUID(),
    type,
    payload: JSON.stringify({ message_id: id, ...more }),
    createdAtUs,
    dueAtUs,
  })
}
