import type { Announcement } from '../../bus/bus.ts'
import { marksOf } from '../../domain/bans.ts'
import { parseCid } from '../../domain/channels.ts'
import { freeTimes, type ImportRecord } from '../../domain/imports.ts'
import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import { parseTime } from '../../util/time.ts'
import { newChannel } from '../channels/new-channel.ts'
import type { Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import {
  importedChannel,
  importedMember,
  importedMessage,
  importedUser,
  type Writing,
  wantedTime,
} from './import-records.ts'
import type { Item } from './read-items.ts'

type ItemOf<Type extends Item['type']> = Extract<Item, { type: Type }>

/**
 * Writes the items of an import. What is there already is left alone on insert: it was written by an
 * earlier run of the same import. Nothing is logged or announced as if it happened now.
 */
export class ImportApplication {
  readonly #deps: Deps
  readonly #record: ImportRecord
  readonly #writing: Writing
  /** Whose counts are to be made anew. */
  readonly #touched = new Set<number>()

  constructor(deps: Deps, record: ImportRecord) {
    const { appId, mergeCustom, createdAtUs: atUs } = record
    this.#deps = deps
    this.#record = record
    this.#writing = { appId, mergeCustom, atUs }
  }

  /** A chunk, in one transaction: keep it small, others write meanwhile. */
  async write(items: readonly Item[]): Promise<void> {
    await this.#deps.store.transaction(
      async tx => {
        const chunk = new Chunk(tx, this.#record, this.#writing)
        await chunk.write(items)
        return chunk
      },
      chunk => {
        for (const pk of chunk.touched) this.#touched.add(pk)
        announceAll(this.#deps, chunk.announcements)
      },
    )
  }

  /** What users refer to and may come later in the file. */
  async mute(items: readonly Item[]): Promise<void> {
    const muting = items.filter(item => item.type === 'user').filter(({ data }) => data.channel_mutes?.length)
    if (muting.length === 0) return
    const { appId, atUs } = this.#writing
    await this.#deps.store.transaction(async tx => {
      for (const { data } of muting) {
        for (const channel of await tx.findChannels(appId, data.channel_mutes ?? [])) {
          const mute = { appId, userId: data.id, channelPk: channel.pk, expiresAtUs: undefined }
          await tx.upsertChannelMute({ ...mute, createdAtUs: atUs, updatedAtUs: atUs })
        }
      }
    })
  }

  /** After the last item. */
  async count(): Promise<void> {
    for (const pk of this.#touched) await this.#deps.store.transaction(tx => tx.recountImportedChannel(pk))
  }
}

/** Items written in one transaction; made anew whenever that runs. */
class Chunk {
  readonly touched = new Set<number>()
  readonly announcements: Announcement[] = []
  readonly #tx: Tx
  readonly #writing: Writing
  readonly #overwrites: boolean
  readonly #channels = new Map<string, ChannelRecord>()

  constructor(tx: Tx, { mode }: ImportRecord, writing: Writing) {
    this.#tx = tx
    this.#writing = writing
    this.#overwrites = mode === 'upsert'
  }

  async write(items: readonly Item[]): Promise<void> {
    const { appId } = this.#writing
    const cids = new Set(items.map(({ cid }) => cid).filter(cid => cid !== ''))
    for (const channel of await this.#tx.findChannels(appId, [...cids]))
      this.#channels.set(channel.cid, channel)
    for (const item of items) {
      if (item.type === 'user') await this.#user(item)
      else if (item.type === 'device') await this.#device(item)
      else if (item.type === 'future_channel_ban') await this.#futureBan(item)
      else if (item.type === 'channel') await this.#channel(item)
      else if (item.type === 'member') await this.#member(item)
    }
    await this.#messages(items.filter(item => item.type === 'message'))
    await this.#reactions(items.filter(item => item.type === 'reaction'))
  }

  async #user({ data }: ItemOf<'user'>): Promise<void> {
    const { appId, atUs } = this.#writing
    const before = await this.#tx.findUser(appId, data.id)
    const user = importedUser(data, before, this.#writing)
    if (!before) await this.#tx.insertUser(user)
    else if (this.#overwrites) await this.#tx.updateUser(user)
    if (data.blocked_user_ids) await this.#tx.replaceBlocks(appId, data.id, data.blocked_user_ids, atUs)
    for (const targetId of data.user_mutes ?? []) {
      const mute = { appId, userId: data.id, targetId, expiresAtUs: undefined }
      await this.#tx.putMute({ ...mute, createdAtUs: atUs, updatedAtUs: atUs })
    }
    if (data.user_mutes?.length) await this.#tx.noteMutes(appId, data.id)
    // Nodes may remember who was there before.
    if (before) this.announcements.push({ to: 'nodes', control: { kind: 'user', appId, userId: data.id } })
  }

  async #device({ data }: ItemOf<'device'>): Promise<void> {
    const { appId } = this.#writing
    await this.#tx.upsertDevice({
      appId,
      id: data.id,
      userId: data.user_id,
      pushProvider: data.push_provider_type,
      pushProviderName: data.push_provider_name,
      webPushKeys: undefined,
      disabledAtUs: undefined,
      disabledReason: undefined,
      createdAtUs: this.#timeOf(data.created_at),
    })
  }

  async #futureBan({ data }: ItemOf<'future_channel_ban'>): Promise<void> {
    await this.#tx.putFutureBan({
      appId: this.#writing.appId,
      userId: data.target_id,
      bannedById: data.created_by,
      reason: data.reason,
      shadow: data.shadow === true,
      expiresAtUs: undefined,
      createdAtUs: this.#timeOf(data.created_at),
    })
  }

  async #channel({ data, cid }: ItemOf<'channel'>): Promise<void> {
    const { appId, atUs } = this.#writing
    const before = this.#channels.get(cid)
    if (!before) {
      const ref = { type: data.type, id: parseCid(cid)?.id ?? '' }
      const fresh = importedChannel(data, newChannel(appId, ref, data.created_by, atUs), true, this.#writing)
      const channel = await this.#tx.insertChannel(fresh)
      if (channel) this.#channels.set(cid, channel)
    } else if (this.#overwrites) {
      const channel = importedChannel(data, before, false, this.#writing)
      await this.#tx.updateChannel(channel)
      this.#channels.set(cid, channel)
    }
    await this.#bans(data.banned_users ?? [], cid)
    this.touched.add(this.#channelOf(cid).pk)
  }

  async #bans(userIds: readonly string[], cid: string): Promise<void> {
    const { appId, atUs } = this.#writing
    for (const userId of userIds) {
      const ban = { appId, cid, userId, bannedById: undefined, reason: undefined, shadow: false }
      await this.#tx.putBan({ ...ban, expiresAtUs: undefined, createdAtUs: atUs })
    }
    if (userIds.length === 0) return
    await this.#tx.noteBans(appId, cid)
    this.#channels.set(cid, { ...this.#channelOf(cid), hasBans: true })
  }

  async #member({ data, cid }: ItemOf<'member'>): Promise<void> {
    const { appId } = this.#writing
    const channel = this.#channelOf(cid)
    const before = await this.#tx.findMember(channel.pk, data.user_id)
    const ban = channel.hasBans ? await this.#tx.findBan(appId, cid, data.user_id) : undefined
    const member = { ...importedMember(data, channel.pk, before, this.#writing), ...(ban && marksOf(ban)) }
    if (!before) await this.#tx.insertMember(member)
    else if (this.#overwrites) await this.#tx.updateMember(member)
    this.touched.add(channel.pk)
    const { user_id: userId } = data
    this.announcements.push({
      to: 'nodes',
      control: { kind: 'membership', appId, userId, cid, member: true },
    })
  }

  async #messages(items: readonly ItemOf<'message'>[]): Promise<void> {
    const { appId } = this.#writing
    const wanted = items.flatMap(({ data }) => [data.id, data.parent_id]).filter(id => id !== undefined)
    const there = new Map((await this.#tx.findMessages(appId, wanted)).map(message => [message.id, message]))
    const fresh = items.filter(({ data }) => !there.has(data.id))
    const times = new Map<string, number>()
    for (const [cid, own] of Map.groupBy(fresh, item => item.cid)) await this.#findTimes(cid, own, times)
    const parents = new Set<string>()
    for (const { data, cid } of items) {
      const before = there.get(data.id)
      if (before && !this.#overwrites) continue
      const atUs = before?.createdAtUs ?? times.get(data.id) ?? this.#writing.atUs
      const message = importedMessage(data, this.#channelOf(cid), before, atUs, this.#writing)
      if (before) await this.#tx.updateMessage(message)
      else await this.#tx.insertMessage(message)
      there.set(message.id, message)
      this.touched.add(message.channelPk)
      const parent = message.parentId === undefined ? undefined : there.get(message.parentId)
      if (!parent) continue
      parents.add(parent.id)
      if (joinsThread(message)) await this.#tx.addToThread(parent, message)
    }
    await this.#tx.recountImportedReplies(appId, [...parents])
  }

  /** In the order of the file, each at the next time that is free. */
  async #findTimes(
    cid: string,
    items: readonly ItemOf<'message'>[],
    times: Map<string, number>,
  ): Promise<void> {
    const wanted = items.map(({ data }) => wantedTime(data, this.#writing))
    const { pk } = this.#channelOf(cid)
    const taken = new Set<number>()
    let free = wanted
    for (let found = -1; found !== 0; ) {
      free = freeTimes(wanted, taken)
      const there = await this.#tx.findMessageTimes(pk, free)
      for (const time of there) taken.add(time)
      found = there.length
    }
    for (const [index, { data }] of items.entries()) times.set(data.id, free[index] ?? this.#writing.atUs)
  }

  async #reactions(items: readonly ItemOf<'reaction'>[]): Promise<void> {
    const { appId } = this.#writing
    for (const { data } of items) {
      const atUs = this.#timeOf(data.created_at)
      await this.#tx.upsertReaction({
        appId,
        messageId: data.message_id,
        userId: data.user_id,
        type: data.type,
        score: data.score ?? 1,
        emojiCode: undefined,
        custom: data.custom,
        createdAtUs: atUs,
        updatedAtUs: atUs,
      })
    }
    await this.#tx.recountImportedReactions(appId, [...new Set(items.map(({ data }) => data.message_id))])
  }

  /** The analysis saw it in the file or in the app. */
  #channelOf(cid: string): ChannelRecord {
    const channel = this.#channels.get(cid)
    if (!channel) throw new Error(`channel ${cid} went while it was imported to`)
    return channel
  }

  #timeOf(text: string | undefined): number {
    return (text === undefined ? undefined : parseTime(text)) ?? this.#writing.atUs
  }
}

function joinsThread(message: MessageRecord): boolean {
  return message.deletedAtUs === undefined && !isLimited(message)
}
