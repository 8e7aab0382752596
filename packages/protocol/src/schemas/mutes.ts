import { z } from 'zod'
import { USERS_PER_REQUEST } from '../limits.ts'
import { timeoutMinutes } from './bans.ts'
import { optionalUserId, userId } from './ids.ts'
import { jsonObject } from './json.ts'
import { MuteSchema } from './objects.ts'
import { object, optionalList } from './primitives.ts'
import { reply } from './replies.ts'
import { acting } from './users.ts'

interface Targets {
  target_id?: string | undefined
  target_ids?: string[] | undefined
}

function checkTargets({ target_id, target_ids }: Targets, context: z.RefinementCtx): void {
  if ((target_id !== undefined) !== (target_ids !== undefined && target_ids.length > 0)) return
  const message = 'must be given, or target_ids; not both'
  context.addIssue({ code: 'custom', path: ['target_id'], message })
}

const targets = { target_id: optionalUserId, target_ids: optionalList(userId, USERS_PER_REQUEST) }

/** `POST moderation/mute`. */
export const MuteUserBody = jsonObject(
  object({ ...targets, timeout: timeoutMinutes, ...acting }).superRefine(checkTargets),
)

/** `POST moderation/unmute`. */
export const UnmuteUserBody = jsonObject(object({ ...targets, ...acting }).superRefine(checkTargets))

/** Reply of `POST moderation/mute`. */
export const MuteUserReply = reply({
  mute: MuteSchema.exactOptional(),
  mutes: z.array(MuteSchema).exactOptional(),
})
