import { describe, expect, test } from 'bun:test'
import { eventually, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'
import { type Answer, Receiver } from './receiver.ts'

const CID = 'messaging:hall'

/** A server that may fetch from this machine's first address, as an intranet would be allowed. */
const intranet = (...fetchAllow: readonly string[]) => startServer({ config: { fetchAllow } })

async function hall(server: TestServer) {
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice', 'bob'] },
  })
  const bob = await server.connected('bob')
  await bob.watch(CID)
  return { alice: await server.connected('alice'), bob }
}

const html = (head: string, type = 'text/html; charset=utf-8') =>
  new Response(`<!doctype html><html><head>${head}</head><body>hi</body></html>`, {
    headers: { 'content-type': type },
  })

const PAGE = `<title>Old title</title>
  <meta property="og:title" content="Tom &amp; Jerry">
  <meta property="og:description" content="A cat,
     a mouse">
  <meta property="og:site_name" content="Cartoons">
  <meta property="og:image" content="/cat.png">
  <meta property="og:image" content="javascript:alert(1)">
  <meta property="og:url" content="javascript:alert(2)">`

const attachmentsOf = (message: unknown) => (message as Frame).attachments as Frame[]

test('the first link of a message gets a preview after the message was sent', async () => {
  await using pages = new Receiver(() => html(PAGE))
  await using server = await intranet('127.0.0.1')
  const { alice, bob } = await hall(server)
  await alice.watch(CID)
  const law = await Law.begin(server, CID, alice)
  const url = `${pages.url}/tom?x=1`
  const sent = await alice.send(CID, `look: ${url}. And https://example.com too`)
  expect(sent.attachments).toEqual([])
  const event = await bob.next('message.updated')
  expect(attachmentsOf(event.message)).toEqual([
    {
      type: 'image',
      og_scrape_url: url,
      title_link: url,
      title: 'Tom & Jerry',
      text: 'A cat, a mouse',
      author_name: 'Cartoons',
      image_url: `${pages.url}/cat.png`,
      thumb_url: `${pages.url}/cat.png`,
    },
  ])
  await law.holds()
  const { message } = await server.ok(`GET /messages/${sent.id}`)
  expect(message).toMatchObject({ text: sent.text, attachments: [{ title: 'Tom & Jerry' }] })
  expect((await pages.next()).headers.get('user-agent')).toContain('Parley')
})

test('nothing is fetched when the channel type or the sender does not want it', async () => {
  await using pages = new Receiver(() => html(PAGE))
  await using server = await intranet('127.0.0.1')
  const { alice } = await hall(server)
  const text = `see ${pages.url}/a`
  await alice.ok('POST /channels/messaging/hall/message', { message: { text }, skip_enrich_url: true })
  await server.ok('PUT /channeltypes/messaging', { url_enrichment: false })
  await alice.send(CID, text)
  await server.ok('PUT /channeltypes/messaging', { url_enrichment: true })
  await alice.send(CID, `see ${pages.url}/b`)
  expect((await pages.next()).path).toBe('/b')
  expect(pages.all).toHaveLength(1)
})

test('a later edit is never overwritten', async () => {
  const { promise: edited, resolve } = Promise.withResolvers<void>()
  await using pages = new Receiver(async () => {
    await edited
    return html(PAGE)
  })
  await using server = await intranet('127.0.0.1')
  const { alice, bob } = await hall(server)
  const { id } = await alice.send(CID, `see ${pages.url}/a`)
  await eventually(() => pages.all.length === 1, 'the page is asked for')
  await alice.ok(`POST /messages/${id}`, { message: { text: 'never mind' }, skip_enrich_url: true })
  resolve()
  await bob.next('message.updated')
  await alice.send(CID, `see ${pages.url}/b`)
  await bob.next(({ type, message }) => type === 'message.updated' && attachmentsOf(message).length === 1)
  expect((await server.ok(`GET /messages/${id}`)).message).toMatchObject({
    text: 'never mind',
    attachments: [],
  })
})

describe('nothing of our own network is fetched', () => {
  /** Sends links, then one that works; nothing but that one may have a preview. */
  async function refused(server: TestServer, texts: readonly string[], good: string) {
    const { alice, bob } = await hall(server)
    const sent: unknown[] = []
    for (const text of texts) sent.push((await alice.send(CID, text)).id)
    await alice.send(CID, good)
    const { message } = await bob.next('message.updated', 20_000)
    expect((message as Frame).text).toBe(good)
    for (const id of sent) {
      expect((await server.ok(`GET /messages/${id}`)).message).toMatchObject({ attachments: [] })
    }
  }

  test('neither by address nor by name, in whatever spelling', async () => {
    await using pages = new Receiver(() => html(PAGE))
    await using server = await startServer()
    const { port } = new URL(pages.url)
    const { alice } = await hall(server)
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '0',
      '127.1',
    ]) {
      await alice.send(CID, `http://${host}:${port}/secret`)
      await alice.send(CID, `http://${host}/secret`)
    }
    // Done when nothing waits any more.
    const { store, clock } = server.running.deps
    await eventually(
      async () => (await store.read.findNextDue(clock() + 120_000_000)) === undefined,
      'all are dealt with',
      20_000,
    )
    expect(pages.all).toHaveLength(0)
  })

  test('nor by redirects, and those have an end', async () => {
    await using secret = new Receiver(() => html(PAGE))
    let redirects = 0
    const redirect: Answer = ({ path }) => {
      if (path === '/home') return Response.redirect(secret.url.replace('127.0.0.1', '127.0.0.2'), 302)
      if (path === '/name') return Response.redirect(secret.url.replace('127.0.0.1', 'localhost'), 307)
      if (path === '/file')
        return new Response('', { status: 302, headers: { location: 'file:///etc/passwd' } })
      if (path === '/loop') return Response.redirect(`${front.url}/loop?${redirects++}`, 302)
      if (path.startsWith('/loop')) return Response.redirect(`${front.url}/loop?${redirects++}`, 302)
      if (path === '/once') return Response.redirect('/good', 302)
      return html(PAGE)
    }
    await using front = new Receiver(redirect)
    await using server = await intranet('127.0.0.1')
    const bad = ['/home', '/file', '/loop'].map(path => `${front.url}${path}`)
    await refused(server, bad, `${front.url}/once`)
    expect(secret.all).toHaveLength(0)
    expect(redirects).toBe(4)
  })

  test('nor what is too long, too slow, or no page', async () => {
    await using front = new Receiver(({ path }) => {
      if (path === '/long')
        return new Response('x'.repeat(2 * 1024 * 1024), { headers: { 'content-type': 'text/html' } })
      if (path === '/endless') {
        const chunk = new TextEncoder().encode(PAGE.repeat(10))
        const body = new ReadableStream({ pull: stream => stream.enqueue(chunk) })
        return new Response(body, { headers: { 'content-type': 'text/html' } })
      }
      if (path === '/image') return new Response('GIF89a', { headers: { 'content-type': 'image/gif' } })
      if (path === '/gone')
        return new Response(PAGE, { status: 404, headers: { 'content-type': 'text/html' } })
      if (path === '/empty') return html('')
      return html(PAGE)
    })
    await using server = await intranet('127.0.0.0/8')
    const bad = ['/long', '/endless', '/image', '/gone', '/empty'].map(path => `${front.url}${path}`)
    await refused(server, bad, `${front.url}/good`)
  })
})
