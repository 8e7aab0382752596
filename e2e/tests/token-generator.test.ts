import { afterAll, expect, test } from 'bun:test'
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, signToken, startServer, type TestServer } from '@parley/testkit'
import { barriersIn } from '../src/accessibility.ts'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { rootDir } from '../src/command.ts'
import { freePort } from '../src/free-port.ts'
import { overflowX } from '../src/page-checks.ts'
import { Requests } from '../src/requests.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { WEB_APPS } from '../src/site.ts'
import { Visitor } from '../src/visitor.ts'

const browser = await startBrowser()
const folder = await mkdtemp(join(tmpdir(), 'parley-generator-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const SECRET = 'test-secret-of-32-characters-xxx'
const port = freePort()
const start = (webApps: typeof WEB_APPS = WEB_APPS): Promise<TestServer> =>
  startServer({ webApps, config: { port } })
const address = `http://127.0.0.1:${port}/token-generator`

/** The page in a browser of its own, kept for when there is no server. */
async function visit(): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser)
  await visitor.page.goto(address)
  await visitor.page.getByText('works offline', { exact: true }).waitFor()
  return visitor
}

/** Goes the four steps; the token is as a backend would have signed it. */
async function makesToken({ page }: Visitor, userId: string): Promise<string> {
  await page.getByLabel('API secret', { exact: true }).fill(SECRET)
  await page.getByLabel('User ID').fill(userId)
  await page.getByText(userId, { exact: true }).waitFor()
  const token = (await page.getByLabel('The token', { exact: true }).innerText()).replace(/\s/g, '')
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims.user_id).toBe(userId)
  expect(token).toBe(signToken(SECRET, claims))
  return token
}

test('anybody makes a token there, without a session and without a request', async () => {
  await using server = await start()
  await using visitor = await visit()
  const { page } = visitor
  const requests = new Requests(page)
  const token = await makesToken(visitor, 'bender')
  const { status } = await server.call('GET /app', undefined, { token })
  expect(status).toBe(200)
  await page.getByLabel('API key').fill(server.apiKey)
  await page.getByRole('tab', { name: 'curl' }).click()
  await page.getByText(`api_key=${server.apiKey}`).waitFor()
  expect(requests.all).toEqual([])
})

test('the page may not connect to anything, and its answer says so', async () => {
  await using _ = await start()
  await using visitor = await visit()
  visitor.problems.forgive(/connect-src 'none'|the document's Content Security Policy/)
  const policy = (await fetch(address)).headers.get('content-security-policy')
  expect(policy).toContain("connect-src 'none'; img-src 'self' data:; worker-src 'self';")
  expect(policy).not.toContain('unsafe')
  const tried = await visitor.page.evaluate(() =>
    fetch('/healthz').then(
      () => 'reached',
      () => 'refused',
    ),
  )
  expect(tried).toBe('refused')
})

test('it works after the server has stopped', async () => {
  const server = await start()
  await using visitor = await visit()
  visitor.problems.forgive(/net::ERR_/, /service-worker/)
  await server[Symbol.asyncDispose]()
  expect(fetch(address)).rejects.toThrow()
  for (const path of ['', '/', '?from=docs']) {
    await visitor.page.goto(address + path)
    await makesToken(visitor, 'leela')
  }
  const { page } = visitor
  await page.reload()
  await makesToken(visitor, 'fry')
  expect(await barriersIn(page)).toEqual([])
})

/** Another build of it: other bytes under another name, as Angular's builds have. */
async function anotherBuild(): Promise<typeof WEB_APPS> {
  const mount = WEB_APPS.find(({ at }) => at === '/token-generator')
  const copy = join(folder, 'dist')
  await cp(mount?.folder ?? '', copy, { recursive: true })
  const main = (await readdir(copy)).find(name => /^main-.*\.js$/.test(name)) ?? ''
  const renamed = 'main-NEWBUILD.js'
  await rename(join(copy, main), join(copy, renamed))
  const { writeServiceWorker } = await import(join(rootDir, 'scripts/lib/service-worker.mjs'))
  const page = await readFile(join(copy, 'index.html'), 'utf8')
  await writeFile(join(copy, 'index.html'), page.replaceAll(main, renamed).replace('<title>', '<title>New '))
  writeServiceWorker(join(rootDir, 'apps/dashboard/token-generator/service-worker.js'), copy)
  return WEB_APPS.map(app => (app.at === '/token-generator' ? { ...app, folder: copy } : app))
}

test('a new build shows at the first visit, and is what is kept then', async () => {
  const server = await start()
  await using visitor = await visit()
  const { page } = visitor
  visitor.problems.forgive(/net::ERR_/, /service-worker/)
  await becomes(() => page.title(), 'Token generator · Parley')
  await server[Symbol.asyncDispose]()
  const newer = await start(await anotherBuild())
  await page.goto(address)
  await becomes(() => page.title(), 'New Token generator · Parley')
  await makesToken(visitor, 'amy')
  // The browser compares the worker's bytes meanwhile, and fetches the new files; the old ones go.
  const keepsTheNewOne = async (): Promise<boolean> => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async name => (await caches.open(name)).keys()))
    return names.length === 1 && kept.flat().some(({ url }) => url.endsWith('main-NEWBUILD.js'))
  }
  await eventually(() => page.evaluate(keepsTheNewOne), 'the browser keeps the new build')
  await newer[Symbol.asyncDispose]()
  await page.reload()
  await becomes(() => page.title(), 'New Token generator · Parley')
  await makesToken(visitor, 'hermes')
})

test('it keeps the rules for pages: light, dark, and narrow', async () => {
  await using _ = await start()
  await using visitor = await visit()
  const { page } = visitor
  await makesToken(visitor, 'bender')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await keepScreenshot(page, `token generator, ${colorScheme}`, { fullPage: true })
    expect(await barriersIn(page)).toEqual([])
  }
  await page.setViewportSize({ width: 320, height: 640 })
  await keepScreenshot(page, 'token generator, 320 px', { fullPage: true })
  await becomes(() => overflowX(page), 0)
  expect(await barriersIn(page)).toEqual([])
})
