import type { ChannelDataInput } from '../../domain/channels-data.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Actor, Deps } from '../deps.ts'
import { checkMayChange, checkServer, checkWrite, type OpenChannel } from './open-channel.ts'

/** What an update changes of a channel's data. */
export interface DataChange {
  readonly data: ChannelDataInput
  readonly touchesCustom: boolean
}

/**
 * Whether the actor may change this of a channel's data. Freezing and slow mode have grants of
 * their own: who holds them needs no `update-channel` when nothing else changes.
 * @throws ChatError `not_allowed`
 */
export function checkDataChange(
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  open: OpenChannel,
  { data, touchesCustom }: DataChange,
): void {
  const { channel, resource } = open
  const { frozen, cooldown, disabled, team } = data
  if (frozen !== undefined && frozen !== channel.frozen) checkCan(actor, 'update-channel-frozen', resource)
  if (cooldown !== undefined && cooldown !== channel.cooldownSeconds) {
    checkCan(actor, 'update-channel-cooldown', resource)
  }
  if (disabled !== undefined && disabled !== channel.disabled) checkServer(actor, 'disabled')
  if (team !== undefined && team !== channel.team) checkServer(actor, 'team')
  const isSwitch = (frozen !== undefined || cooldown !== undefined) && !touchesCustom
  const hasMore = data.auto_translation_enabled !== undefined || data.auto_translation_language !== undefined
  if (isSwitch && !hasMore) checkMayChange(deps, actor, open)
  else checkWrite(deps, actor, open, 'update-channel')
}
