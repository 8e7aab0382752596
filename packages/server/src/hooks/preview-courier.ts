import { isDeepStrictEqual } from 'node:util'
import { openFound } from '../actions/channels/open-channel.ts'
import type { Actor, Deps } from '../actions/deps.ts'
import { announceAll } from '../actions/events/channel-log.ts'
import { writeMessage } from '../actions/messages/write-message.ts'
import type { App } from '../domain/app.ts'
import { parseCid } from '../domain/channels.ts'
import { findAddress } from '../domain/messages.ts'
import { previewOf } from '../domain/previews.ts'
import type { Json, MessageRecord } from '../domain/records.ts'
import type { GetLimits } from '../util/safe-fetch.ts'
import { type Courier, DELIVERED, type Delivery, DROPPED, type Outcome } from './courier.ts'
import { readFacts } from './page-facts.ts'

const LIMITS: GetLimits = {
  timeoutMs: 5_000,
  maxBytes: 1024 * 1024,
  maxRedirects: 3,
  accept: /^(text\/html|application\/xhtml\+xml)\b/i,
  // Sites know crawlers of previews by this word.
  userAgent: 'Parley/0.1 (link preview) facebookexternalhit/1.1',
}

/** Adds to a message what its first link leads to. Best effort: a page that can't be read is left alone. */
export class PreviewCourier implements Courier {
  readonly kind = 'preview'
  readonly keepsDead = false
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  versionOf(): string {
    return ''
  }

  async deliver({ app, entry, signal }: Delivery): Promise<Outcome> {
    const { message_id: messageId, url } = JSON.parse(entry.payload) as { message_id: string; url: string }
    const seen = await this.#deps.store.read.findMessage(app.id, messageId)
    if (!seen || !isWanted(seen, url)) return DROPPED
    const preview = await this.#previewOf(url)
    if (signal.aborted) return { kind: 'failed', error: 'the server stops', refused: false }
    if (!preview) return DROPPED
    return (await this.#add(app, seen, preview)) ? DELIVERED : DROPPED
  }

  async #previewOf(url: string): Promise<Json | undefined> {
    try {
      const page = await this.#deps.outbound.strangers.get(url, LIMITS)
      return previewOf(url, page.url, await readFacts(page))
    } catch (error) {
      this.#deps.log.debug({ err: error }, 'a link has no preview')
      return undefined
    }
  }

  /** False when the message was edited or deleted meanwhile: that stays as it is. */
  async #add(app: App, seen: MessageRecord, preview: Json): Promise<boolean> {
    const deps = this.#deps
    const actor: Actor = { kind: 'server', app }
    const written = await deps.store.transaction(
      async tx => {
        const message = await tx.findMessage(app.id, seen.id)
        if (!message || !isSameContent(message, seen)) return undefined
        const ref = parseCid(message.cid)
        const channel = ref && (await tx.findChannel(app.id, ref.type, ref.id))
        if (!channel || channel.deletedAtUs !== undefined) return undefined
        const open = await openFound(tx, actor, channel, channel)
        const attachments = [...message.attachments, preview]
        return writeMessage(deps, tx, actor, open, { ...message, attachments }, undefined)
      },
      done => announceAll(deps, done?.log.announcements ?? []),
    )
    return written !== undefined
  }
}

function isWanted({ deletedAtUs, text, attachments }: MessageRecord, url: string): boolean {
  return (
    deletedAtUs === undefined &&
    findAddress(text) === url &&
    attachments.every(each => each.og_scrape_url === undefined)
  )
}

function isSameContent(message: MessageRecord, seen: MessageRecord): boolean {
  return (
    message.deletedAtUs === undefined &&
    message.text === seen.text &&
    isDeepStrictEqual(message.attachments, seen.attachments)
  )
}
