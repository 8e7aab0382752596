import type { App } from '../../domain/app.ts'
import type { ImportRecord } from '../../domain/imports.ts'
import type { Tx } from '../../store/store.ts'
import { partialUpdateChannel } from '../channels/partial-update-channel.ts'
import type { Deps } from '../deps.ts'
import { ImportApplication } from '../imports/apply-import.ts'
import { importedUser } from '../imports/import-records.ts'
import type { Item } from '../imports/read-items.ts'
import { PUBLIC_CHANNEL, PUBLIC_CHANNEL_GRANTS } from './demo-channels.ts'
import { demoItems } from './demo-items.ts'

type DemoDeps = Pick<Deps, 'store'>

const usersKey = (appId: number): string => `playground-users:${appId}`
const doneKey = (appId: number): string => `playground-done:${appId}`

/**
 * The demo's users in this app: those that seeding made, never one who had such an id before. Kept
 * where no request writes. Undefined before the seeding.
 */
export async function findDemoUserIds(
  { store }: DemoDeps,
  appId: number,
): Promise<readonly string[] | undefined> {
  return parseIds(await store.read.findServerKey(usersKey(appId)))
}

/**
 * Writes the demo's people, channels and history into an app, once: what is deleted later stays
 * deleted. After a crash in the middle it goes on. An app that has such a user or channel of its own
 * gets none of it.
 */
export async function seedPlayground(deps: Deps, app: App): Promise<void> {
  if ((await deps.store.read.findServerKey(doneKey(app.id))) !== undefined) return
  const atUs = deps.clock()
  const items = await demoItems(atUs)
  const userIds = await makeUsers(deps, app, items, atUs)
  if (userIds.length > 0) await writeHistory(deps, app, items, atUs)
  else deps.log.warn({ app: app.key }, 'the app has ids of the playground’s demo already: it gets none')
  await deps.store.transaction(tx => tx.insertServerKey(doneKey(app.id), 'yes'))
}

/** In one transaction with the note of who they are: none is taken for ours that is not. */
async function makeUsers(
  deps: Deps,
  app: App,
  items: readonly Item[],
  atUs: number,
): Promise<readonly string[]> {
  return deps.store.transaction(async tx => {
    const noted = parseIds(await tx.findServerKey(usersKey(app.id)))
    if (noted) return noted
    const users = items.filter(item => item.type === 'user')
    const ids = users.map(({ data }) => data.id)
    const isFree = !(await isTaken(tx, app.id, ids, items))
    const writing = { appId: app.id, mergeCustom: false, atUs }
    if (isFree) for (const { data } of users) await tx.insertUser(importedUser(data, undefined, writing))
    const made = isFree ? ids : []
    await tx.insertServerKey(usersKey(app.id), JSON.stringify(made))
    return made
  })
}

async function isTaken(
  tx: Tx,
  appId: number,
  userIds: readonly string[],
  items: readonly Item[],
): Promise<boolean> {
  const cids = items.filter(({ type }) => type === 'channel').map(({ cid }) => cid)
  const there = [...(await tx.findUsers(appId, userIds)), ...(await tx.findChannels(appId, cids))]
  return there.length > 0
}

async function writeHistory(deps: Deps, app: App, items: readonly Item[], atUs: number): Promise<void> {
  const application = new ImportApplication(deps, importOf(app, atUs))
  await application.write(items.filter(({ type }) => type !== 'user'))
  await application.count()
  const config_overrides = { grants: { guest: [...PUBLIC_CHANNEL_GRANTS.guest] } }
  const body = { set: { custom: {}, config_overrides }, unset: [] }
  await partialUpdateChannel(deps, { kind: 'server', app }, PUBLIC_CHANNEL, body)
}

function importOf(app: App, atUs: number): ImportRecord {
  const times = { createdAtUs: atUs, updatedAtUs: atUs }
  const parts = { result: undefined, history: [], sizeBytes: 0, ...times }
  return { id: '', appId: app.id, path: '', mode: 'insert', mergeCustom: false, state: 'importing', ...parts }
}

function parseIds(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as string[])
}
