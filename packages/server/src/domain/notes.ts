import { isShadowed } from './bans.ts'
import { explainPermission } from './explain-permission.ts'
import { can } from './permissions.ts'
import { nameOf, type PlaceOfUser, type Situation } from './situation.ts'

/** What refuses nothing, and yet explains what people see. */
export interface Note {
  readonly kind: string
  readonly says: string
}

/** What one has to know beside what is allowed and what not. */
export function notesOf(situation: Situation): Note[] {
  const { app, user, place } = situation
  const notes = [
    app.settings.disablePermissionsChecks &&
      note(
        'checks_off',
        'Permission checks are off in this app: grants count for nothing until they are on again.',
      ),
    user.revokeTokensBeforeUs !== undefined &&
      note(
        'tokens_revoked',
        `Tokens of ${nameOf(situation)} that were made before the last revocation are refused; newer ones are fine.`,
      ),
    app.settings.beforeSendHookUrl !== '' &&
      note(
        'before_send_hook',
        'Your backend is asked before a message is stored (before_message_send_hook_url), and may refuse or change it.',
      ),
    ...(place ? notesIn(situation, place) : []),
  ]
  return notes.filter(each => each !== false)
}

function notesIn(situation: Situation, place: PlaceOfUser): (Note | false)[] {
  const { subject, user, nowUs } = situation
  const { channel, config, member, resource } = place
  const name = nameOf(situation)
  const skips = can(subject, 'skip-message-moderation', resource)
  const lists = listsOf(place)
  return [
    isShadowed(user, place, () => nowUs) &&
      note('shadow_banned', `${name} is shadow banned: they can write, but nobody else sees it.`),
    subject.kind === 'user' &&
      !member &&
      note('not_member', `${name} is not a member of the channel, so no channel role counts.`),
    member?.invited === true &&
      member.inviteAcceptedAtUs === undefined &&
      note('invited', `${name} is invited and has not accepted yet. They count as a member already.`),
    channel.cooldownSeconds > 0 && note('cooldown', slowModeOf(situation, place)),
    lists.length > 0 &&
      !skips &&
      note('blocklists', `Messages are searched for forbidden words: ${lists.join('; ')}.`),
    config.mark_messages_pending &&
      note('pending', 'Messages stay pending, seen by their author alone, until your backend commits them.'),
  ]
}

function slowModeOf({ subject }: Situation, { channel, resource }: PlaceOfUser): string {
  const { grant } = explainPermission(subject, 'skip-channel-cooldown', resource)
  const skips = can(subject, 'skip-channel-cooldown', resource)
  const by = grant ? ` (role “${grant.role.name}” has “${grant.permission}”)` : ''
  const most = `one message in ${channel.cooldownSeconds} seconds`
  return skips ? `Slow mode is on, ${most}, but not for them${by}.` : `Slow mode is on: ${most}.`
}

function listsOf({ config }: PlaceOfUser): string[] {
  const named = (config.blocklists ?? []).map(each => ({
    name: each.blocklist,
    behavior: each.behavior ?? 'flag',
  }))
  if (config.blocklist) named.push({ name: config.blocklist, behavior: config.blocklist_behavior ?? 'flag' })
  if (config.automod === 'simple') named.push({ name: 'automod', behavior: config.automod_behavior })
  return named.map(
    ({ name, behavior }) => `“${name}” ${behavior === 'block' ? 'blocks' : 'flags'} what it finds`,
  )
}

const note = (kind: string, says: string): Note => ({ kind, says })
