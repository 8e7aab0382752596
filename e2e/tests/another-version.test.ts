import { afterAll, test } from 'bun:test'
import { channelPath } from '@parley/testkit'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { PEOPLE, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

test('events, attachments and fields of a version to come neither break nor hide what is known', async () => {
  const room = await site.room('Future room', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  const event = { type: 'planets_aligned', user_id: PEOPLE.amir.id, planets: ['Mars', { moon: null }] }
  await site.ok(`POST ${channelPath(room.cid)}/event`, { event })
  await site.says('amir', room, 'with a hologram', {
    attachments: [{ type: 'hologram', depth: 3, title: 'A hologram' }, { type: 'scent' }, {}],
    warp: { factor: 9 },
  })
  await site.says('amir', room, '', { attachments: [{ type: 'smell-o-vision', custom: [1, 2] }] })
  await site.says('amir', room, 'after all that')
  await sara.sees('with a hologram')
  await sara.sees('after all that')
  await sara.says('Fine here')
})
