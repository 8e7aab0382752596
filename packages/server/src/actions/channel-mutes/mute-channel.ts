import { CHANNEL_MUTES_PER_USER, type ChannelMute, ChatError } from '@parley/protocol'
import type { MuteChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkCan } from '../../domain/permissions.ts'
import type { ChannelMuteRecord, ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { type OpenChannel, openCid } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { toChannelMute } from '../wire/channel-mute.ts'
import { loadPeople } from '../wire/people.ts'
import { mutesUpdated } from './mutes-updated.ts'

export type MuteChannelInput = z.output<typeof MuteChannelBody>

/**
 * Mutes a channel for a user, for good or so many milliseconds; muting again sets another end.
 * @throws ChatError `not_allowed` | `not_found` | `feature_disabled`; `invalid_input` above 500 mutes.
 */
export async function muteChannel(deps: Deps, actor: Actor, body: MuteChannelInput): Promise<ChannelMute> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  const { shown } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const open = await openCid(tx.unheld, actor, body.channel_cid, user.id)
      checkMute(actor, open)
      const mute = await writeMute(deps, tx, open.channel, user, body.expiration)
      const shown = await showMute(deps, tx, mute, open.channel, user)
      const change = { type: 'channel.muted', channel: open.channel, mute: shown } as const
      return { shown, announcements: [await mutesUpdated(deps, tx, actor, user, change)] }
    },
    ({ announcements }) => announceAll(deps, announcements),
  )
  return shown
}

function checkMute(actor: Actor, { channel, config, resource }: OpenChannel): void {
  checkCan(actor, 'mute-channel', resource)
  if (config.mutes) return
  throw new ChatError('feature_disabled', `mutes are switched off in channel ${channel.cid}`, {
    details: { feature: 'mutes' },
  })
}

/** The mute as its user sees it. */
export async function showMute(
  deps: Deps,
  tx: Tx,
  mute: ChannelMuteRecord,
  channel: ChannelRecord,
  user: UserRecord,
): Promise<ChannelMute> {
  const people = await loadPeople(deps, tx, user.appId, [channel.createdById, channel.truncatedById], [user])
  return toChannelMute(mute, channel, people)
}

async function writeMute(
  deps: Deps,
  tx: Tx,
  channel: ChannelRecord,
  { appId, id: userId }: UserRecord,
  expirationMs: number | undefined,
): Promise<ChannelMuteRecord> {
  const nowUs = deps.clock()
  const before = await tx.findChannelMute(appId, userId, channel.pk)
  const isMuted = before !== undefined && (before.expiresAtUs === undefined || before.expiresAtUs > nowUs)
  if (!isMuted && (await tx.countChannelMutes(appId, userId, nowUs)) >= CHANNEL_MUTES_PER_USER) {
    throw invalidField(
      'channel_cid',
      `is one too many: user "${userId}" has muted ${CHANNEL_MUTES_PER_USER} channels, which is the limit`,
    )
  }
  const mute: ChannelMuteRecord = {
    appId,
    userId,
    channelPk: channel.pk,
    // 0 is what SDKs send for "no end".
    expiresAtUs: expirationMs ? nowUs + expirationMs * 1000 : undefined,
    createdAtUs: isMuted ? before.createdAtUs : nowUs,
    updatedAtUs: nowUs,
  }
  await tx.upsertChannelMute(mute)
  return mute
}
