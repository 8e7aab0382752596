import type { UnmuteChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkCan } from '../../domain/permissions.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { openCid } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { showMute } from './mute-channel.ts'
import { mutesUpdated } from './mutes-updated.ts'

export type UnmuteChannelInput = z.output<typeof UnmuteChannelBody>

/**
 * Takes a mute back; one that is not there is no error.
 * @throws ChatError `not_allowed` | `not_found`
 */
export async function unmuteChannel(deps: Deps, actor: Actor, body: UnmuteChannelInput): Promise<void> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const { channel, resource } = await openCid(tx.unheld, actor, body.channel_cid, user.id)
      const mute = await tx.findChannelMute(user.appId, user.id, channel.pk)
      // Who lost the right to mute can still take back what is theirs.
      if (!mute) {
        checkCan(actor, 'mute-channel', resource)
        return []
      }
      await tx.deleteChannelMute(user.appId, user.id, channel.pk)
      const shown = await showMute(deps, tx, mute, channel, user)
      return [await mutesUpdated(deps, tx, actor, user, { type: 'channel.unmuted', channel, mute: shown })]
    },
    announcements => announceAll(deps, announcements),
  )
}
