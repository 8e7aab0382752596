import { BLOCKLISTS_PER_APP, type Blocklist } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { BUILT_IN_BLOCKLIST } from '../../domain/blocklists.ts'
import type { BlocklistRecord, ChannelTypeRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceApp, touchApp } from '../moderation/touch-app.ts'
import { noBlocklist, toBlocklist } from './list-blocklists.ts'

type Server = Extract<Actor, { kind: 'server' }>

/** @throws ChatError `invalid_input` for a name that is taken, and above 15 */
export function createBlocklist(
  deps: Deps,
  { app }: Server,
  name: string,
  words: readonly string[],
): Promise<Blocklist> {
  checkNotBuiltIn(name)
  return write(deps, app, async tx => {
    const lists = await tx.listBlocklists(app.id)
    if (lists.some(list => list.name === name)) {
      throw invalidField('name', `can’t be "${name}": there is such a blocklist`)
    }
    if (lists.length >= BLOCKLISTS_PER_APP) {
      throw invalidField('name', `can’t be made: an app has at most ${BLOCKLISTS_PER_APP} blocklists`)
    }
    const atUs = deps.clock()
    return { appId: app.id, name, words, createdAtUs: atUs, updatedAtUs: atUs }
  })
}

/** Puts other words into a blocklist. @throws ChatError `not_found` */
export function updateBlocklist(
  deps: Deps,
  { app }: Server,
  name: string,
  words: readonly string[],
): Promise<Blocklist> {
  checkNotBuiltIn(name)
  return write(deps, app, async tx => {
    const list = (await tx.listBlocklists(app.id)).find(each => each.name === name)
    if (!list) throw noBlocklist(name)
    return { ...list, words, updatedAtUs: deps.clock() }
  })
}

async function write(deps: Deps, app: App, make: (tx: Tx) => Promise<BlocklistRecord>): Promise<Blocklist> {
  const list = await deps.store.transaction(
    async tx => {
      const list = await make(tx)
      await tx.putBlocklist(list)
      await touchApp(deps, tx, app)
      return list
    },
    () => announceApp(deps, app),
  )
  return toBlocklist(list)
}

/** Forgets a blocklist; channel types that used it use it no more. @throws ChatError `not_found` */
export async function deleteBlocklist(deps: Deps, { app }: Server, name: string): Promise<void> {
  checkNotBuiltIn(name)
  await deps.store.transaction(
    async tx => {
      if (!(await tx.deleteBlocklist(app.id, name))) throw noBlocklist(name)
      for (const type of await tx.listChannelTypes(app.id)) {
        const detached = withoutBlocklist(type, name, deps.clock())
        if (detached) await tx.updateChannelType(detached)
      }
      await touchApp(deps, tx, app)
    },
    () => announceApp(deps, app),
  )
}

/** Undefined when the type does not use it. */
function withoutBlocklist(
  type: ChannelTypeRecord,
  name: string,
  nowUs: number,
): ChannelTypeRecord | undefined {
  const { blocklist, blocklists, ...config } = type.config
  const lists = Array.isArray(blocklists) ? blocklists : []
  const kept = lists.filter(each => each.blocklist !== name)
  if (blocklist !== name && kept.length === lists.length) return undefined
  return {
    ...type,
    config: {
      ...config,
      ...(blocklist !== undefined && blocklist !== name && { blocklist }),
      ...(blocklists !== undefined && { blocklists: kept }),
    },
    updatedAtUs: Math.max(nowUs, type.updatedAtUs + 1),
  }
}

function checkNotBuiltIn(name: string): void {
  if (name !== BUILT_IN_BLOCKLIST) return
  throw invalidField('name', `must not be "${name}": that blocklist is built in; make one of your own`)
}
