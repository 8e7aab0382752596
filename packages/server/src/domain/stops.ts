import type { StopKind } from './action-facts.ts'
import { judge } from './automod.ts'
import { isBannedHere } from './bans.ts'
import { grantFixes } from './explain-words.ts'
import { can } from './permissions.ts'
import { nameOf, type PlaceOfUser, type Reason, type Situation } from './situation.ts'
import { waitUs } from './slow-mode.ts'
import { isBannedAt } from './users-state.ts'

/** Whatever they want to do: no request of theirs is let in. */
export function stopOfAll(situation: Situation): Reason | undefined {
  const { app, user } = situation
  const name = nameOf(situation)
  if (app.suspended) {
    return stop(
      'app_suspended',
      'The app is suspended: nobody can connect.',
      'End the suspension in the app’s settings.',
    )
  }
  if (user.mergedInto !== undefined) {
    const says = `Guest ${name} became the user “${user.mergedInto}”.`
    return stop('merged', says, `Look at “${user.mergedInto}”: that is who connects now.`)
  }
  if (user.deletedAtUs !== undefined) {
    return stop(
      'deleted',
      `${name} was deleted and can’t connect.`,
      'Restore the user, unless deleted for good.',
    )
  }
  if (user.deactivatedAtUs === undefined) return undefined
  return stop('deactivated', `${name} is deactivated and can’t connect.`, 'Reactivate the user.')
}

/** What stands in the way of some actions now, beside grants. */
export function stopsOf(situation: Situation): ReadonlyMap<StopKind, Reason> {
  const reasons: Partial<Record<StopKind, Reason | undefined>> = {
    banned_from_app: bannedFromApp(situation),
    search_disallowed: searchDisallowed(situation),
    ...(situation.place && stopsIn(situation, situation.place)),
  }
  const found = Object.entries(reasons).filter(([, reason]) => reason !== undefined)
  return new Map(found as [StopKind, Reason][])
}

function stopsIn(situation: Situation, place: PlaceOfUser): Partial<Record<StopKind, Reason | undefined>> {
  const { subject } = situation
  const { channel, resource } = place
  const seesDisabled = can(subject, 'read-disabled-channel', resource)
  return {
    banned_here: bannedHere(situation, place),
    disabled: channel.disabled ? disabled('Only your backend can write to it.') : undefined,
    unreadable: channel.disabled && !seesDisabled ? disabled('People can’t open it.') : undefined,
    frozen:
      channel.frozen && !can(subject, 'use-frozen-channel', resource) ? frozen(situation, place) : undefined,
    slow_mode: slowMode(situation, place),
    text: aboutText(situation, place),
  }
}

function bannedFromApp(situation: Situation): Reason | undefined {
  const { user, subject, nowUs } = situation
  if (subject.kind === 'anonymous' || !isBannedAt(user, () => nowUs)) return undefined
  const says = `${nameOf(situation)} is banned from the whole app: they can read, but not write.`
  return { ...stop('banned_from_app', says, 'Lift the ban.'), untilUs: user.banExpiresAtUs }
}

function bannedHere(situation: Situation, { member, ban, channel }: PlaceOfUser): Reason | undefined {
  if (!isBannedHere({ member, ban }, () => situation.nowUs)) return undefined
  const says = `${nameOf(situation)} is banned from channel ${channel.cid}: they can read it, but not write there.`
  return {
    ...stop('banned_here', says, 'Lift the channel’s ban.'),
    untilUs: member ? member.banExpiresAtUs : ban?.expiresAtUs,
  }
}

const disabled = (effect: string): Reason =>
  stop('disabled', `The channel is disabled. ${effect}`, 'Enable the channel.')

function frozen({ subject }: Situation, { resource }: PlaceOfUser): Reason {
  const says =
    'The channel is frozen: nobody writes or reacts in it, but for who may write in frozen channels.'
  const fixes = [{ says: 'Unfreeze the channel.' }, ...grantFixes(subject, 'use-frozen-channel', resource)]
  return { kind: 'frozen', says, fixes }
}

function slowMode({ subject, lastSentAtUs, nowUs }: Situation, place: PlaceOfUser): Reason | undefined {
  const { cooldownSeconds } = place.channel
  if (cooldownSeconds === 0 || can(subject, 'skip-channel-cooldown', place.resource)) return undefined
  const wait = waitUs({ lastSentAtUs, cooldownSeconds }, nowUs)
  if (wait === 0) return undefined
  const says = `Slow mode is on: one message in ${cooldownSeconds} seconds, and they wrote a moment ago.`
  const waiting = { says: `Wait ${Math.ceil(wait / 1e6)} seconds, or switch slow mode off in the channel.` }
  const fixes = [waiting, ...grantFixes(subject, 'skip-channel-cooldown', place.resource)]
  return { kind: 'slow_mode', says, fixes, untilUs: nowUs + wait }
}

/** Of a text that was given to be tried. */
function aboutText({ app, subject, text }: Situation, { config, resource }: PlaceOfUser): Reason | undefined {
  if (text === undefined) return undefined
  const most = config.max_message_length
  if (text.length > most) {
    const says = `The text has ${text.length} characters; here a message has at most ${most}.`
    return stop('too_long', says, 'Shorten it, or allow longer messages in the channel type.')
  }
  const verdict = judge(app.rules, config, text)
  if (verdict?.action !== 'block' || can(subject, 'skip-message-moderation', resource)) return undefined
  const says = `The text has the word “${verdict.blockedWord}”, which blocklist “${verdict.blocklistName}” blocks here.`
  const change = { says: 'Take the word out of the list, or let the list only flag what it finds.' }
  return {
    kind: 'blocked_word',
    says,
    fixes: [change, ...grantFixes(subject, 'skip-message-moderation', resource)],
  }
}

function searchDisallowed({ app, user }: Situation): Reason | undefined {
  if (!app.settings.userSearchDisallowedRoles.includes(user.role)) return undefined
  const says = `The app lets nobody with the role “${user.role}” search people.`
  return stop(
    'search_disallowed',
    says,
    'Take the role out of user_search_disallowed_roles in the app’s settings.',
  )
}

function stop(kind: string, says: string, fix: string): Reason {
  return { kind, says, fixes: [{ says: fix }] }
}
