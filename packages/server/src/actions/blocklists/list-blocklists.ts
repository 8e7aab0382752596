import { type Blocklist, ChatError } from '@parley/protocol'
import { BUILT_IN_BLOCKLIST } from '../../domain/blocklists.ts'
import { PROFANITY_EN_2020_V1 } from '../../domain/profanity.ts'
import type { BlocklistRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

/** The built-in one, then the app's own by name. */
export async function listBlocklists(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
): Promise<Blocklist[]> {
  const own = await deps.store.read.listBlocklists(app.id)
  return [builtIn(), ...own.map(toBlocklist)]
}

/** @throws ChatError `not_found` */
export async function getBlocklist(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  name: string,
): Promise<Blocklist> {
  const list = (await listBlocklists(deps, actor)).find(each => each.name === name)
  if (list) return list
  throw noBlocklist(name)
}

export function noBlocklist(name: string): ChatError {
  return new ChatError('not_found', `blocklist "${name}" does not exist`)
}

export function toBlocklist({ name, words, createdAtUs, updatedAtUs }: BlocklistRecord): Blocklist {
  return { name, words: [...words], created_at: toRfc3339(createdAtUs), updated_at: toRfc3339(updatedAtUs) }
}

function builtIn(): Blocklist {
  const at = '2020-01-01T00:00:00.000000Z'
  return { name: BUILT_IN_BLOCKLIST, words: [...PROFANITY_EN_2020_V1], created_at: at, updated_at: at }
}
