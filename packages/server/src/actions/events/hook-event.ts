import type { HookEventType } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { type Hook, wants } from '../../domain/hooks.ts'
import type { OutboxEntry } from '../../domain/outbox.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor } from '../deps.ts'
import { channelFrame, type EventScope } from '../wire/channel-event.ts'
import { joinJson } from '../wire/json.ts'

/** Where an event comes from: whose hooks hear of it, and by which request. Any actor is one. */
export type EventSource = Pick<Actor, 'app' | 'kind' | 'request'>

type Parts = Readonly<Record<string, string | undefined>>

/** An event that hooks hear of, beside or instead of connections. */
export interface HookEvent {
  readonly type: HookEventType
  readonly atUs: number
  /** Of an event that concerns a channel; hooks get the events of one channel in order. */
  readonly channel?: EventScope | undefined
  /** Of an event that does not: events of one user come in order, too. */
  readonly userId?: string | undefined
  /** What it says beside type, time and channel, as JSON. */
  readonly parts: Parts
}

/** Whether any hook wants it: ask before loading what only its payload needs. No query. */
export function isHooked({ app }: Pick<EventSource, 'app'>, type: string): boolean {
  return app.settings.hooks.some(hook => wants(hook, type))
}

/**
 * Keeps an event of `HOOK_EVENT_TYPES` for the app's webhooks, inside the transaction of what it tells of.
 * Only for events that no `ChannelLog` logs: those go by themselves.
 * Free of queries when no hook wants it. `parts` may be made by a function, called only if one does.
 */
export async function tellHooks(
  tx: Tx,
  source: EventSource,
  event: Omit<HookEvent, 'parts'> & { readonly parts: Parts | (() => Parts | Promise<Parts>) },
): Promise<void> {
  const { type, atUs, channel, userId } = event
  if (!isHooked(source, type)) return
  const parts = typeof event.parts === 'function' ? await event.parts() : event.parts
  const frame = channel ? channelFrame(type, channel, { atUs }, parts) : userFrame(type, atUs, parts)
  await addForHooks(tx, source, { type, atUs, lane: channel?.cid ?? `user ${userId ?? ''}`, frame })
}

function userFrame(type: string, atUs: number, parts: Parts): string {
  const head = `{"type":"${type}","created_at":"${toRfc3339(atUs)}"`
  const body = joinJson(parts)
  return body === '{}' ? `${head}}` : `${head},${body.slice(1)}`
}

/** An event that is text already. */
export interface HookFrame {
  readonly type: string
  readonly atUs: number
  readonly lane: string
  /** The event as connections get it, or would. */
  readonly frame: string
  /** Said to hooks alone. */
  readonly extra?: Parts
}

/** Keeps an event for each hook that wants it. */
export async function addForHooks(
  tx: Tx,
  source: EventSource,
  { type, atUs, lane, frame, extra }: HookFrame,
): Promise<void> {
  const { app } = source
  for (const hook of app.settings.hooks) {
    if (!wants(hook, type)) continue
    const payload = withParts(frame, { ...extra, request_info: requestInfoJson(source) })
    await addTo(tx, app, hook, { type, lane, payload, createdAtUs: atUs })
  }
}

/** Keeps something for one hook. */
export async function addTo(
  tx: Tx,
  app: App,
  hook: Hook,
  entry: Pick<OutboxEntry, 'type' | 'lane' | 'payload' | 'createdAtUs'>,
): Promise<void> {
  await tx.addToOutbox({ ...entry, appId: app.id, target: hook.id, id: crypto.randomUUID() })
}

function withParts(frame: string, parts: Parts): string {
  const more = joinJson(parts)
  return more === '{}' ? frame : `${frame.slice(0, -1)},${more.slice(1)}`
}

/** `request_info`; undefined for what no request caused. */
export function requestInfoJson({ kind, request }: EventSource): string | undefined {
  if (!request) return undefined
  const { ip, userAgent = '', sdk = '', ext } = request
  return JSON.stringify({
    type: kind === 'server' ? 'server' : 'client',
    ip,
    user_agent: userAgent,
    sdk,
    ...(ext !== undefined && { ext }),
  })
}
