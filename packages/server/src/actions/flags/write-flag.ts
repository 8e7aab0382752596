import type { ChannelRecord, FlagRecord, FlagReportRecord, Json, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { showMessages } from '../messages/show-messages.ts'
import { toFlag } from '../wire/flag.ts'
import { loadPeople } from '../wire/people.ts'

/** What is flagged: a message by its id, author and channel, or a user. */
export interface FlagTarget {
  readonly messageId: string | undefined
  /** The message's author, or the user. */
  readonly userId: string
  readonly channel: ChannelRecord | undefined
}

/** What is said along with it. */
export interface FlagWords {
  /** Undefined: the server itself. */
  readonly by: UserRecord | undefined
  readonly reason: string | undefined
  readonly custom: Json | undefined
  readonly moderationResult: Json | undefined
}

export interface WrittenFlag {
  readonly flag: FlagRecord
  readonly report: FlagReportRecord
}

/**
 * Stores one flag and counts it to the report of its target. Flagging again changes what was said and
 * counts nothing; a flag after a review opens the report again. Webhooks hear of flags that are new.
 */
export async function writeFlag(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  target: FlagTarget,
  { by, ...words }: FlagWords,
): Promise<WrittenFlag> {
  const { id: appId } = source.app
  const nowUs = deps.clock()
  const found = await reportOf(tx, appId, target, nowUs)
  const times = { createdAtUs: nowUs, updatedAtUs: nowUs }
  const { flag, isNew } = await tx.putFlag({ appId, reportId: found.id, userId: by?.id, ...words, ...times })
  if (!isNew) return { flag, report: found }
  const report = { ...found, ...OPEN, flagsCount: found.flagsCount + 1, updatedAtUs: nowUs }
  await tx.updateFlagReport(report)
  await tell(deps, tx, source, target, { flag, report }, by)
  return { flag, report }
}

const OPEN = {
  reviewResult: undefined,
  reviewDetails: undefined,
  reviewedById: undefined,
  reviewedAtUs: undefined,
} as const

async function reportOf(
  tx: Tx,
  appId: number,
  { messageId, userId, channel }: FlagTarget,
  nowUs: number,
): Promise<FlagReportRecord> {
  const known = await tx.findReportOf(appId, messageId, userId)
  if (known) return known
  const report: FlagReportRecord = {
    appId,
    id: Bun.randomUUIDv7(),
    messageId,
    userId,
    channelCid: channel?.cid,
    team: channel?.team,
    flagsCount: 0,
    ...OPEN,
    createdAtUs: nowUs,
    updatedAtUs: nowUs,
  }
  if (await tx.insertFlagReport(report)) return report
  const other = await tx.findReportOf(appId, messageId, userId)
  if (!other) throw new Error(`the report of ${messageId ?? userId} neither inserts nor exists`)
  return other
}

async function tell(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  { messageId, userId, channel }: FlagTarget,
  { flag, report }: WrittenFlag,
  by: UserRecord | undefined,
): Promise<void> {
  const type = messageId === undefined ? 'user.flagged' : 'message.flagged'
  const parts = async () => {
    const people = await loadPeople(deps, tx, source.app.id, [userId], by ? [by] : [])
    return {
      user: people.json(by?.id),
      flag: JSON.stringify(toFlag(flag, report, people)),
      total_flags: String(report.flagsCount),
      message:
        channel && messageId !== undefined ? await messageJsonOf(deps, tx, channel, messageId) : undefined,
      target_user: messageId === undefined ? people.json(userId) : undefined,
    }
  }
  await tellHooks(tx, source, { type, atUs: flag.createdAtUs, channel, userId, parts })
}

async function messageJsonOf(deps: Deps, tx: Tx, channel: ChannelRecord, id: string): Promise<string> {
  const message = await tx.unheld.findMessage(channel.appId, id)
  if (!message) return 'null'
  const { show } = await showMessages(deps, tx, channel, [message])
  return JSON.stringify(show(message))
}
