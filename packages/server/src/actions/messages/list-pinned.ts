import { type MessageResponse, PINNED_MESSAGES_DEFAULT_LIMIT } from '@parley/protocol'
import type { PinnedMessagesPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { FieldTable } from '../../domain/field-table.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import type { UserRecord } from '../../domain/records.ts'
import { hiddenUntilUs } from '../../domain/visibility.ts'
import type { PinWindow, Reader } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import { readFor } from '../channels/acting-user.ts'
import {
  type ChannelRef,
  checkRead,
  type OpenChannel,
  openChannel,
  viewerIn,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from './show-messages.ts'

type Input = z.output<typeof PinnedMessagesPayload>

const SORTS: FieldTable = {
  noun: 'pinned messages',
  fields: {
    pinned_at: { kind: 'time', ops: [], sortable: true },
    created_at: { kind: 'time', ops: [], sortable: true },
  },
  refused: {},
}

/**
 * The pinned messages of a channel, page by page, the newest pin first unless sorted. Bounds are times
 * of pinning; those of ids mean what the list is sorted by.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export function listPinned(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  payload: Input,
): Promise<MessageResponse[]> {
  return readFor(deps, actor, payload, user => pinnedFor(deps, actor, ref, payload, user))
}

async function pinnedFor(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  payload: Input,
  user: UserRecord | undefined,
): Promise<MessageResponse[]> {
  const reader = deps.store.read
  const open = await openChannel(reader, actor, ref, user?.id)
  checkRead(actor, open)
  const pinned = await reader.listPins(open.channel.pk, {
    ...(await windowOf(reader, open, payload)),
    nowUs: deps.clock(),
    visibleAfterUs: hiddenUntilUs(open.channel, open.member),
    viewer: viewerIn(actor, open),
  })
  const { show } = await showMessages(deps, reader, open.channel, pinned, {
    showShadowed: actor.kind === 'server',
    viewerId: open.userId,
  })
  return pinned.map(show)
}

async function windowOf(
  reader: Reader,
  open: OpenChannel,
  payload: Input,
): Promise<Omit<PinWindow, 'nowUs' | 'viewer'>> {
  const [sort] = parseSort(payload.sort, SORTS, { perspective: false })
  if (sort?.custom) throw invalidField('sort', 'can only name pinned_at or created_at')
  const by = sort?.field === 'created_at' ? 'created_at' : 'pinned_at'
  const timeOf = async (id: string | undefined, time: string | undefined): Promise<number | undefined> => {
    if (id === undefined) return time === undefined ? undefined : parseTime(time)
    const message = await reader.findMessage(open.channel.appId, id)
    const atUs = by === 'pinned_at' ? message?.pinnedAtUs : message?.createdAtUs
    if (message?.channelPk === open.channel.pk && atUs !== undefined) return atUs
    throw invalidField(
      'payload',
      `starts at message "${id}", which is not pinned in channel ${open.channel.cid}`,
    )
  }
  const bound = (atUs: number | undefined, inclusive: boolean) =>
    atUs === undefined ? undefined : { atUs, inclusive }
  const lt = bound(await timeOf(payload.id_lt, payload.pinned_at_before), false)
  const lte = bound(await timeOf(payload.id_lte, payload.pinned_at_before_or_equal), true)
  const gt = bound(await timeOf(payload.id_gt, payload.pinned_at_after), false)
  const gte = bound(await timeOf(payload.id_gte, payload.pinned_at_after_or_equal), true)
  return {
    by,
    direction: sort?.direction ?? -1,
    limit: payload.limit ?? PINNED_MESSAGES_DEFAULT_LIMIT,
    offset: payload.offset,
    before: lt ?? lte,
    after: gt ?? gte,
    aroundUs: await timeOf(payload.id_around, payload.pinned_at_around),
  }
}
