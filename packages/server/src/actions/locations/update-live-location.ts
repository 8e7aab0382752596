import { ChatError, type SharedLocation } from '@parley/protocol'
import type { UpdateLiveLocationBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { isLive } from '../../domain/locations.ts'
import type { LocationRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { checkMayChange } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { getMessage } from '../messages/get-message.ts'
import { writeMessage } from '../messages/write-message.ts'
import { toSharedLocation } from '../wire/location.ts'

type LocationInput = z.output<typeof UpdateLiveLocationBody>

/**
 * Moves a live location, or says until when it is one; with `end_at` of now or earlier it is no more.
 * The message's watchers are told.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` for one that is not live (any more)
 */
export async function updateLiveLocation(
  deps: Deps,
  actor: Actor,
  { message_id: messageId, ...input }: LocationInput,
): Promise<SharedLocation> {
  const acting = await planActingUser(deps, actor, { user: input.user, user_id: input.user_id })
  const { location } = await deps.store.transaction(
    async tx => {
      await acting.save?.(tx)
      const { message, open } = await getMessage(tx, actor, messageId, acting.user.id)
      if (message.userId !== acting.user.id) throw notTheirs(messageId)
      checkMayChange(deps, actor, open)
      const atUs = deps.clock()
      const before = message.deletedAtUs === undefined ? message.location : undefined
      if (!isLive(before, atUs)) throw invalidField('message_id', 'names a message without a live location')
      const moved = { ...message, location: move(before, input, atUs) }
      const { log } = await writeMessage(deps, tx, actor, open, moved, acting.user)
      return { location: toSharedLocation(message, moved.location), log }
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  return location
}

function notTheirs(messageId: string): ChatError {
  return new ChatError('not_allowed', `message "${messageId}" is somebody else's: only its author moves it`)
}

function move(
  before: LocationRecord,
  input: Omit<LocationInput, 'message_id'>,
  atUs: number,
): LocationRecord {
  return {
    latitude: input.latitude ?? before.latitude,
    longitude: input.longitude ?? before.longitude,
    deviceId: input.created_by_device_id ?? before.deviceId,
    endsAtUs: (input.end_at && parseTime(input.end_at)) || before.endsAtUs,
    updatedAtUs: atUs,
  }
}
