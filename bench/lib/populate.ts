import { type RunningServer, readConfig, startServer } from '@parley/server'
import { API_KEY, callServer, SECRET } from './target.ts'

/** How much is stored. */
export interface History {
  readonly messages: number
  readonly channels: number
}

/** Of whom the requests are made: a member of 30 channels with 100 members each. */
export const READER = 'reader'
export const OWN_CHANNELS = 30
const MEMBERS = 100
/** This share of all messages is in the reader's own channels, the rest in everybody else's. */
const OWN_SHARE = 0.5
const AT_ONCE = 500
const WORDS = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt'.split(
  ' ',
)

export const ownChannel = (n: number): string => `own-${n}`
const otherChannel = (n: number): string => `other-${n}`
const memberId = (n: number): string => `member-${n}`

/** A server in this process, to fill a database through its store. */
export async function openDatabase(env: Readonly<Record<string, string>>): Promise<RunningServer> {
  return startServer(
    readConfig(
      {},
      {
        PARLEY_PORT: '0',
        PARLEY_LOG_LEVEL: 'warn',
        PARLEY_API_KEY: API_KEY,
        PARLEY_API_SECRET: SECRET,
        ...env,
      },
    ),
  )
}

/** What every step of growth has in common: the reader's channels, and a message to make others alike. */
export async function foundTown(target: Pick<RunningServer, 'port'>): Promise<void> {
  const people = [READER, ...Array.from({ length: MEMBERS - 1 }, (_, n) => memberId(n))]
  await callServer(target, '/users', {
    users: Object.fromEntries(people.map((id, n) => [id, { id, name: `Person ${n}` }])),
  })
  for (let n = 0; n < OWN_CHANNELS; n++) {
    await callServer(target, `/channels/messaging/${ownChannel(n)}/query`, {
      data: { created_by_id: READER, members: people },
    })
    await callServer(target, `/channels/messaging/${ownChannel(n)}/message`, {
      message: { id: `first-${n}`, text: 'the first one', user_id: memberId(n) },
    })
  }
}

/** Grows a database from one size to the next: channels first, then messages all over. */
export async function grow({ deps, app }: RunningServer, from: History, to: History): Promise<void> {
  const { store } = deps
  const template = await store.read.findMessage(app.id, 'first-0')
  const model = await store.read.findChannel(app.id, 'messaging', ownChannel(0))
  const member = model && (await store.read.findMember(model.pk, READER))
  if (!template || !model || !member) throw new Error('nobody founded the town')
  const others: number[] = []
  await inBatches(from.channels, to.channels, async (tx, n) => {
    const id = otherChannel(n)
    const channel = await tx.insertChannel({
      ...model,
      id,
      cid: `messaging:${id}`,
      custom: { topic: `topic ${n}` },
    })
    if (channel)
      await tx.insertMember({ ...member, channelPk: channel.pk, userId: memberId(n % (MEMBERS - 1)) })
  })
  const own: number[] = []
  for (let n = 0; n < OWN_CHANNELS; n++) {
    own.push((await store.read.findChannel(app.id, 'messaging', ownChannel(n)))?.pk ?? 0)
  }
  for (let n = 0; n < Math.min(to.channels, 1000); n++) {
    others.push((await store.read.findChannel(app.id, 'messaging', otherChannel(n)))?.pk ?? 0)
  }
  await inBatches(from.messages, to.messages, async (tx, n) => {
    const isOwn = n % 100 < OWN_SHARE * 100
    const at = isOwn ? n % OWN_CHANNELS : n % others.length
    const channelPk = (isOwn ? own : others)[at] ?? 0
    const cid = `messaging:${isOwn ? ownChannel(at) : otherChannel(at)}`
    const { atUs } = await tx.nextSeq(channelPk, deps.clock(), { movesLastMessage: true })
    const text = `${WORDS[n % WORDS.length]} ${WORDS[(n * 7) % WORDS.length]} number${n} ${n % 10_000 === 0 ? 'needle' : ''}`
    await tx.insertMessage({
      ...template,
      id: `m-${n}`,
      channelPk,
      cid,
      userId: memberId(n % (MEMBERS - 1)),
      text,
      html: `<p>${text}</p>\n`,
      createdAtUs: atUs,
      updatedAtUs: atUs,
    })
  })

  // A grown town has had its words indexed long since.
  while ((await store.transaction(tx => tx.indexMessages(AT_ONCE))) > 0);

  async function inBatches(
    begin: number,
    end: number,
    work: (tx: Parameters<Parameters<typeof store.transaction>[0]>[0], n: number) => Promise<void>,
  ): Promise<void> {
    for (let at = begin; at < end; at += AT_ONCE) {
      await store.transaction(async tx => {
        for (let n = at; n < Math.min(at + AT_ONCE, end); n++) await work(tx, n)
      })
    }
  }
}
