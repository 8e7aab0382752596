import type { Deps } from '../actions/deps.ts'
import type { PushEvent } from '../actions/messages/message-work.ts'
import { loadSubject } from '../actions/push/load-subject.ts'
import { type PushSubject, pushData, templateContext } from '../actions/push/push-message.ts'
import { countsUnread, type PushTemplates, renderPush, templatesOf } from '../actions/push/render-push.ts'
import { sendPush } from '../actions/push/send-push.ts'
import { loadUnread, totalsOf } from '../actions/reads/load-unread.ts'
import type { App } from '../domain/app.ts'
import { parseCid } from '../domain/channels.ts'
import { type PushProvider, providerOf } from '../domain/push-providers.ts'
import type { DeviceRecord, UserRecord } from '../domain/records.ts'
import { type Courier, DELIVERED, type Delivery, DROPPED, type Outcome } from './courier.ts'
import { receiversOf } from './push-receivers.ts'

/** Members with devices that are worked on at once. */
const PAGE = 100
const AT_ONCE = 16

/** Tells devices of messages, page after page of a channel's members. Best effort per device. */
export class PushCourier implements Courier {
  readonly kind = 'push'
  readonly keepsDead = false
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  versionOf(): string {
    return ''
  }

  async deliver({ app, lane, entry, signal }: Delivery): Promise<Outcome> {
    const after = entry.progress ?? ''
    const subject = await this.#subjectOf(app, lane.lane, entry.type as PushEvent, entry.payload)
    if (!subject) return DROPPED
    const ids = await this.#deps.store.read.listMembersWithDevices(subject.channel.pk, after, PAGE)
    const receivers = await receiversOf(this.#deps, app, subject, ids)
    await this.#pushToAll(app, subject, receivers, signal)
    if (signal.aborted) return { kind: 'failed', error: 'the server stops', refused: false }
    const last = ids.at(-1)
    return last === undefined || ids.length < PAGE ? DELIVERED : { kind: 'partly', progress: last }
  }

  /** Undefined when there is nothing left to tell of. */
  async #subjectOf(
    app: App,
    cid: string,
    type: PushEvent,
    payload: string,
  ): Promise<PushSubject | undefined> {
    const { read } = this.#deps.store
    const {
      message_id: messageId,
      reaction_type: reactionType,
      user_id: userId,
    } = JSON.parse(payload) as {
      message_id: string
      reaction_type?: string
      user_id?: string
    }
    const ref = parseCid(cid)
    const message = await read.findMessage(app.id, messageId)
    const channel = ref && (await read.findChannel(app.id, ref.type, ref.id))
    if (!message || message.deletedAtUs !== undefined || !channel || channel.deletedAtUs !== undefined)
      return undefined
    const sender = await read.findUser(app.id, userId ?? message.userId)
    const reaction = reactionType === undefined ? undefined : { type: reactionType, user_id: userId }
    return sender && loadSubject(this.#deps, type, channel, message, sender, reaction)
  }

  async #pushToAll(
    app: App,
    subject: PushSubject,
    receivers: readonly UserRecord[],
    signal: AbortSignal,
  ): Promise<void> {
    const ids = receivers.map(user => user.id)
    const devices = await this.#deps.store.read.listDevicesOf(app.id, ids)
    const byId = new Map(receivers.map(user => [user.id, user]))
    const waiting = devices.values()
    const work = async () => {
      for (const device of waiting) {
        const receiver = byId.get(device.userId)
        const provider = providerOf(app.settings.pushProviders, device)
        if (signal.aborted) return
        if (receiver && provider) await this.#push(subject, receiver, device, provider)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  async #push(
    subject: PushSubject,
    receiver: UserRecord,
    device: DeviceRecord,
    provider: PushProvider,
  ): Promise<void> {
    const deps = this.#deps
    try {
      const templates = templatesOf(provider, subject.type)
      const context = templateContext(deps, subject, receiver, await this.#unreadOf(receiver, templates))
      const push = renderPush(templates, context, pushData(subject, receiver.id))
      const sent = await sendPush(deps, provider, device, push)
      if (!sent.ok) deps.log.warn({ userId: receiver.id, error: sent.error }, 'a push failed')
    } catch (error) {
      deps.log.warn({ err: error, provider: provider.name }, 'a push could not be made')
    }
  }

  async #unreadOf(receiver: UserRecord, templates: PushTemplates) {
    if (!countsUnread(templates)) return { messages: 0, channels: 0 }
    return totalsOf(await loadUnread(this.#deps.store.read, receiver))
  }
}
