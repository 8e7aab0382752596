import { expect, test } from 'bun:test'
import type { MessageRecord } from '../../src/domain/records.ts'
import type { MessageWindow, Store } from '../../src/store/store.ts'
import { messageOf, must, Scene, T0 } from './records.ts'

const EVERYTHING: Partial<MessageRecord> = {
  type: 'reply',
  text: 'Grüße 👋',
  html: '<p>Grüße 👋</p>',
  mml: '<mml/>',
  attachments: [{ type: 'image', n: 1.5 }],
  mentionedUserIds: ['amy'],
  parentId: 'p1',
  showInChannel: true,
  quotedMessageId: 'q1',
  silent: true,
  pinnedAtUs: T0 + 1,
  pinnedById: 'amy',
  pinExpiresAtUs: T0 + 2,
  replyCount: 3,
  custom: { index: 4 },
  updatedAtUs: T0 + 3,
  textUpdatedAtUs: T0 + 4,
  deletedAtUs: T0 + 5,
}

export function messagesSuite(open: () => Store): void {
  test('a message comes back as it was written, by its app alone', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const channel = await scene.channel('a')
    const full = await scene.message(channel, 'bob', T0, EVERYTHING)
    const plain = await scene.message(channel, 'bob', T0 + 1)
    expect(await scene.store.read.findMessage(scene.appId, full.id)).toEqual(full)
    expect(await scene.store.read.findMessage(scene.appId, plain.id)).toEqual(plain)
    expect(await scene.store.read.findMessage(other.appId, full.id)).toBeUndefined()
    expect(await scene.store.read.findMessages(scene.appId, [plain.id, 'no'])).toEqual([plain])
    expect(await scene.store.read.findMessages(scene.appId, [])).toEqual([])
  })

  test('an id is taken once per app', async () => {
    const scene = await Scene.in(open())
    const other = await Scene.in(open())
    const channel = await scene.channel('a')
    const first = await scene.message(channel, 'bob', T0)
    const again = messageOf(channel, 'amy', T0 + 1, { id: first.id })
    expect(await scene.write(tx => tx.insertMessage(again))).toBe(false)
    expect(await scene.store.read.findMessage(scene.appId, first.id)).toEqual(first)
    await other.message(await other.channel('a'), 'bob', T0, { id: first.id })
    expect(await other.store.read.findMessage(other.appId, first.id)).toBeDefined()
  })

  test('last_message_at moves forward, and only when told to', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const next = (nowUs: number, movesLastMessage: boolean) =>
      scene.write(tx => tx.nextSeq(channel.pk, nowUs, { movesLastMessage }))
    await next(T0, false)
    expect(await scene.find(channel)).toMatchObject({ messageCount: 1, lastMessageAtUs: undefined })
    const { atUs } = await next(T0 + 5, true)
    expect(await scene.find(channel)).toMatchObject({ messageCount: 2, lastMessageAtUs: atUs })
    const later = await next(T0 + 3, true)
    expect(later.atUs).toBeGreaterThan(atUs)
    expect(await scene.find(channel)).toMatchObject({ messageCount: 3, lastMessageAtUs: later.atUs })
  })

  test('updating writes every field', async () => {
    const scene = await Scene.in(open())
    const message = await scene.message(await scene.channel('a'), 'bob', T0)
    const changed = { ...message, ...EVERYTHING }
    await scene.write(tx => tx.updateMessage(changed))
    expect(await scene.store.read.findMessage(scene.appId, message.id)).toEqual(changed)
  })

  test('a hard delete takes the thread along and moves last_message_at back', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const first = await scene.message(channel, 'bob', T0 + 1)
    const second = await scene.message(channel, 'bob', T0 + 2)
    const reply = await scene.message(channel, 'amy', T0 + 3, { parentId: second.id, showInChannel: true })
    await scene.write(tx => tx.hardDeleteMessage(second))
    expect(await scene.store.read.findMessages(scene.appId, [first.id, second.id, reply.id])).toEqual([first])
    expect(await scene.find(channel)).toMatchObject({ messageCount: 1, lastMessageAtUs: T0 + 1 })
    await scene.write(tx => tx.hardDeleteMessage(second))
    await scene.write(tx => tx.hardDeleteMessage(first))
    expect(await scene.find(channel)).toMatchObject({ messageCount: 0, lastMessageAtUs: undefined })
  })

  test('replies are counted on their parent', async () => {
    const scene = await Scene.in(open())
    const parent = await scene.message(await scene.channel('a'), 'bob', T0)
    await scene.write(tx => tx.addReplies(scene.appId, parent.id, 2))
    await scene.write(tx => tx.addReplies(scene.appId, parent.id, -1))
    expect(await scene.store.read.findMessage(scene.appId, parent.id)).toMatchObject({ replyCount: 1 })
  })

  test('pages are ascending whatever their bound', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const elsewhere = await scene.channel('b')
    for (let i = 1; i <= 9; i++) await scene.message(channel, 'bob', T0 + i, { id: `${scene.appId}-m${i}` })
    await scene.message(elsewhere, 'bob', T0 + 4)
    await scene.message(channel, 'bob', T0 + 20, { parentId: `${scene.appId}-m1` })
    const page = async (window: MessageWindow) => {
      const messages = await scene.store.read.listMessages(channel.pk, window)
      return messages.map(message => message.createdAtUs - T0)
    }
    expect(await page({ limit: 3 })).toEqual([7, 8, 9])
    expect(await page({ limit: 100 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await page({ limit: 3, before: { atUs: T0 + 5, inclusive: false } })).toEqual([2, 3, 4])
    expect(await page({ limit: 3, before: { atUs: T0 + 5, inclusive: true } })).toEqual([3, 4, 5])
    expect(await page({ limit: 3, after: { atUs: T0 + 5, inclusive: false } })).toEqual([6, 7, 8])
    expect(await page({ limit: 3, after: { atUs: T0 + 5, inclusive: true } })).toEqual([5, 6, 7])
    expect(await page({ limit: 5, aroundUs: T0 + 5 })).toEqual([3, 4, 5, 6, 7])
    expect(await page({ limit: 4, aroundUs: T0 + 5 })).toEqual([4, 5, 6, 7])
    expect(await page({ limit: 5, aroundUs: T0 + 9 })).toEqual([5, 6, 7, 8, 9])
    expect(await page({ limit: 5, aroundUs: T0 })).toEqual([1, 2, 3, 4, 5])
    expect(await page({ limit: 100, visibleAfterUs: T0 + 6 })).toEqual([7, 8, 9])
    expect(
      await page({ limit: 100, visibleAfterUs: T0 + 6, before: { atUs: T0 + 9, inclusive: false } }),
    ).toEqual([7, 8])
  })

  test('a thread has pages of its own, and shows in the channel only what was sent there too', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const parent = await scene.message(channel, 'bob', T0)
    for (let i = 1; i <= 4; i++) {
      await scene.message(channel, 'amy', T0 + i, { parentId: parent.id, showInChannel: i === 3 })
    }
    const page = async (window: MessageWindow) => {
      const messages = await scene.store.read.listMessages(channel.pk, window)
      return messages.map(message => message.createdAtUs - T0)
    }
    expect(await page({ limit: 10 })).toEqual([0, 3])
    expect(await page({ limit: 2, parentId: parent.id })).toEqual([3, 4])
    expect(await page({ limit: 2, parentId: parent.id, after: { atUs: T0 + 1, inclusive: false } })).toEqual([
      2, 3,
    ])
    expect(await page({ limit: 3, parentId: parent.id, aroundUs: T0 + 2 })).toEqual([1, 2, 3])
  })

  test('pinned messages come newest pin first, without those whose pin ran out', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const pin = (n: number, pinnedAtUs: number | undefined, fields: Partial<MessageRecord> = {}) =>
      scene.message(channel, 'bob', T0 + n, { pinnedAtUs, ...fields })
    const early = await pin(1, T0 + 100)
    const late = await pin(2, T0 + 200, { pinExpiresAtUs: Date.now() * 1000 + 60_000_000 })
    await pin(3, undefined)
    await pin(4, T0 + 300, { pinExpiresAtUs: T0 + 301 })
    await pin(5, T0 + 400, { deletedAtUs: T0 + 401 })
    expect(await scene.store.read.listPinnedMessages([channel.pk], 10)).toEqual([late, early])
    expect(await scene.store.read.listPinnedMessages([channel.pk], 1)).toEqual([late])
  })

  test('slow mode sees a user’s last message of that channel, replies and deleted ones too', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const elsewhere = await scene.channel('b')
    expect(await scene.store.read.findLastSentAtUs(channel.pk, 'bob')).toBeUndefined()
    await scene.message(channel, 'bob', T0 + 1)
    await scene.message(channel, 'bob', T0 + 2, { parentId: 'p', deletedAtUs: T0 + 3 })
    await scene.message(channel, 'amy', T0 + 4)
    await scene.message(elsewhere, 'bob', T0 + 5)
    expect(await scene.store.read.findLastSentAtUs(channel.pk, 'bob')).toBe(T0 + 2)
  })

  test('the log is read after a number or after a time', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const other = await scene.channel('b')
    expect(await scene.store.read.findOldestEvent(channel.pk)).toBeUndefined()
    for (const { pk } of [channel, other]) {
      for (let n = 1; n <= 5; n++) {
        await scene.write(async tx => {
          const { seq, atUs } = await tx.nextSeq(pk, T0 + n * 10)
          await tx.appendEvent({ channelPk: pk, seq, atUs, type: 'message.new', frame: `{"n":${pk}${n}}` })
        })
      }
    }
    const { read } = scene.store
    const seqs = (events: { seq: number }[]) => events.map(event => event.seq)
    expect(seqs(await read.listEventsAfterSeq(channel.pk, 0, 100))).toEqual([1, 2, 3, 4, 5])
    expect(seqs(await read.listEventsAfterSeq(channel.pk, 2, 2))).toEqual([3, 4])
    expect(seqs(await read.listEventsAfterTime(channel.pk, T0 + 20, 100))).toEqual([3, 4, 5])
    expect(seqs(await read.listEventsAfterTime(channel.pk, T0 + 19, 2))).toEqual([2, 3])
    expect(await read.findOldestEvent(channel.pk)).toEqual({ seq: 1, atUs: T0 + 10 })
    expect(must((await read.listEventsAfterSeq(channel.pk, 4, 1))[0])).toEqual({
      channelPk: channel.pk,
      seq: 5,
      atUs: T0 + 50,
      type: 'message.new',
      frame: `{"n":${channel.pk}5}`,
    })
  })

  test('pruning forgets what is both old and beyond the newest', async () => {
    const scene = await Scene.in(open())
    const channel = await scene.channel('a')
    const old = Date.UTC(2001, 0, 1) * 1000
    await scene.write(async tx => {
      for (let n = 1; n <= 6; n++) {
        const { seq, atUs } = await tx.nextSeq(channel.pk, old + n)
        await tx.appendEvent({ channelPk: channel.pk, seq, atUs, type: 'x', frame: '{}' })
      }
    })
    expect(await scene.write(tx => tx.pruneEvents(old + 3, 1))).toBe(2)
    expect(await scene.store.read.findOldestEvent(channel.pk)).toMatchObject({ seq: 3 })
    expect(await scene.write(tx => tx.pruneEvents(old + 100, 2))).toBe(2)
    expect(await scene.store.read.findOldestEvent(channel.pk)).toMatchObject({ seq: 5 })
  })
}
