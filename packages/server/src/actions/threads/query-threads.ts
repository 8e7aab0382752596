import { type Cursors, THREADS_DEFAULT_LIMIT, type ThreadResponse } from '@parley/protocol'
import type { QueryThreadsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cutPage, type Ordering, parseKeyset } from '../../domain/keyset.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import type { UserRecord } from '../../domain/records.ts'
import { THREAD_FIELDS } from '../../domain/thread-fields.ts'
import type { Connection } from '../../hub/hub.ts'
import type { FoundThread } from '../../store/store.ts'
import { planActingUser } from '../channels/acting-user.ts'
import { canRead, type OpenChannel, openFound } from '../channels/open-channel.ts'
import { getConnection, watchAndReopen } from '../channels/watching.ts'
import type { Actor, Deps } from '../deps.ts'
import { type OpenThread, showThreads, threadLimits } from './show-threads.ts'

type Body = z.output<typeof QueryThreadsBody>

const ORDERING: Ordering = {
  table: THREAD_FIELDS,
  also: ['has_unread'],
  byDefault: [
    { field: 'has_unread', custom: false, direction: -1 },
    { field: 'last_message_at', custom: false, direction: -1 },
  ],
  tie: 'string',
}

/**
 * The threads that a user takes part in, those with something unread first unless sorted. Threads in
 * channels that the user may not read any more are left out, so a page may be short.
 * @throws ChatError `invalid_input`
 */
export async function queryThreads(
  deps: Deps,
  actor: Actor,
  body: Body,
  connectionId: string | undefined,
): Promise<Cursors & { threads: ThreadResponse[] }> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  const connection = connectionOf(deps, actor, body, connectionId)
  const of = { kind: 'threads', appId: actor.app.id, query: [user.id, body.filter] }
  const filter = parseFilter(body.filter, THREAD_FIELDS, { perspective: true, name: 'filter' })
  const page = parseKeyset(of, { ...body, limit: body.limit ?? THREADS_DEFAULT_LIMIT }, ORDERING)
  const found = await deps.store.read.queryThreads(actor.app.id, user.id, { filter, page })
  const { records, cursors } = cutPage(of, page, found)
  const threads = await openThreads(deps, actor, records, user, connection)
  if (save) await deps.store.transaction(save)
  return {
    threads: await showThreads(deps, actor, threads, user, threadLimits(body)),
    ...cursors,
  }
}

/** Clients watch unless they say otherwise; without a connection only who says so is refused. */
export function connectionOf(
  deps: Deps,
  actor: Actor,
  { watch }: { readonly watch?: boolean | undefined },
  connectionId: string | undefined,
): Connection | undefined {
  if (actor.kind === 'server' || watch === false || (watch === undefined && !connectionId)) return undefined
  return getConnection(deps, actor, connectionId)
}

async function openThreads(
  deps: Deps,
  actor: Actor,
  found: readonly FoundThread[],
  user: UserRecord,
  connection: Connection | undefined,
): Promise<OpenThread[]> {
  const reader = deps.store.read
  const ids = found.map(({ thread }) => thread.parentId)
  const parents = new Map((await reader.findMessages(actor.app.id, ids)).map(each => [each.id, each]))
  const channels = await openChannels(
    deps,
    actor,
    [...new Set(found.map(({ cid }) => cid))],
    user,
    connection,
  )
  return found.flatMap(({ thread, cid }) => {
    const parent = parents.get(thread.parentId)
    const open = channels.get(cid)
    return parent && open ? [{ thread, parent, open }] : []
  })
}

/** Those that may be read, watched where that is asked for. */
async function openChannels(
  deps: Deps,
  actor: Actor,
  cids: readonly string[],
  user: UserRecord,
  connection: Connection | undefined,
): Promise<Map<string, OpenChannel>> {
  const reader = deps.store.read
  const opened = new Map<string, OpenChannel>()
  for (const channel of await reader.findChannels(actor.app.id, cids)) {
    if (channel.deletedAtUs !== undefined) continue
    const open = await openFound(reader, actor, channel, channel, user.id)
    if (!canRead(actor, open)) continue
    opened.set(channel.cid, connection ? await watchAndReopen(deps, actor, connection, open) : open)
  }
  return opened
}
