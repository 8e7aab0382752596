import { isInvitePending } from '../../domain/members.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { ChannelChange } from '../channels/channel-change.ts'
import { writeMember } from './write-member.ts'

/**
 * The acting user accepts or rejects their invitation.
 * @throws ChatError `invalid_input` when there is none that waits for an answer.
 */
export async function answerInvite(change: ChannelChange, answer: 'accept' | 'reject'): Promise<void> {
  const { user, channel, tx, deps } = change
  if (!user) throw invalidField('user_id', 'is required: who answers the invitation?')
  const member = await tx.findMember(channel.pk, user.id)
  if (!member || !isInvitePending(member)) {
    throw invalidField(
      `${answer}_invite`,
      `must answer an invitation: user "${user.id}" has no pending invitation to ${channel.cid}`,
    )
  }
  const nowUs = deps.clock()
  if (answer === 'accept') {
    // What was said while they hesitated is not held against them.
    const accepted = { ...member, inviteAcceptedAtUs: nowUs, lastReadAtUs: nowUs }
    await tx.setRead(channel.pk, user.id, nowUs, member.lastReadMessageId)
    await writeMember(change, accepted, 'notification.invite_accepted')
  } else {
    await writeMember(change, { ...member, inviteRejectedAtUs: nowUs }, 'notification.invite_rejected')
  }
}
