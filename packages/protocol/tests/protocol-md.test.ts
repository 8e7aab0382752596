import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { CLOSE_CODES, ERRORS, type EventType } from '@parley/protocol'

const text = await Bun.file(join(import.meta.dir, '..', 'PROTOCOL.md')).text()

/** The cells of every table row of one section. */
function rowsOf(section: string): string[][] {
  const start = text.indexOf(`\n## ${section}`)
  const end = text.indexOf('\n## ', start + 1)
  const lines = text.slice(start, end === -1 ? undefined : end).split('\n')
  return lines
    .filter(line => line.startsWith('| '))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

test('the table of errors is that of the code', () => {
  const documented = rowsOf('15').filter(([code]) => /^-?\d+$/.test(code ?? ''))
  const rows = Object.entries(ERRORS).map(([name, { code, http, retry }]) => [
    String(code),
    `\`${name}\``,
    String(http),
    retry ? 'yes' : 'no',
  ])
  expect(documented.map(cells => cells.slice(0, 4))).toEqual(rows)
})

test('the table of close codes has each of them', () => {
  const documented = rowsOf('5').flatMap(([code]) => (/^\d+$/.test(code ?? '') ? [Number(code)] : []))
  expect(documented.toSorted()).toEqual(
    Object.values<{ code: number }>(CLOSE_CODES)
      .map(({ code }) => code)
      .toSorted(),
  )
})

// Does not compile with a type missing or one too many.
const EVENT_TYPES: Record<EventType, true> = {
  'health.check': true,
  'connection.token_expiring': true,
  'token.refreshed': true,
  'user.upgraded': true,
  'message.new': true,
  'message.updated': true,
  'message.deleted': true,
  'log.skipped': true,
  'message.read': true,
  'message.delivered': true,
  'reaction.new': true,
  'reaction.updated': true,
  'reaction.deleted': true,
  'thread.updated': true,
  'notification.thread_message_new': true,
  'member.added': true,
  'member.updated': true,
  'member.removed': true,
  'channel.updated': true,
  'channel.deleted': true,
  'channel.truncated': true,
  'channel.hidden': true,
  'channel.visible': true,
  'user.messages.deleted': true,
  'user.merged': true,
  'typing.start': true,
  'typing.stop': true,
  'user.watching.start': true,
  'user.watching.stop': true,
  'notification.message_new': true,
  'notification.mark_read': true,
  'notification.mark_unread': true,
  'notification.added_to_channel': true,
  'notification.removed_from_channel': true,
  'notification.invited': true,
  'notification.invite_accepted': true,
  'notification.invite_rejected': true,
  'notification.channel_deleted': true,
  'notification.channel_truncated': true,
  'notification.channel_mutes_updated': true,
  'notification.poll_votes_updated': true,
  'user.banned': true,
  'user.unbanned': true,
  'notification.mutes_updated': true,
  'poll.updated': true,
  'poll.closed': true,
  'poll.deleted': true,
  'poll.vote_casted': true,
  'poll.vote_changed': true,
  'poll.vote_removed': true,
  'draft.updated': true,
  'draft.deleted': true,
  'reminder.created': true,
  'reminder.updated': true,
  'reminder.deleted': true,
  'notification.reminder_due': true,
  'user.presence.changed': true,
  'user.updated': true,
  'user.deleted': true,
}

test('the catalogue has every event of EventMap and no other', () => {
  const documented = rowsOf('7').flatMap(([types]) =>
    [...(types ?? '').matchAll(/`([\w.]+)`/g)].map(match => match[1] ?? ''),
  )
  expect(documented.toSorted()).toEqual(Object.keys(EVENT_TYPES).toSorted())
})
