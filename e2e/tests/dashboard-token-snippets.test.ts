import { afterAll, expect, test } from 'bun:test'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, type Frame } from '@parley/testkit'
import { AngularApp } from '../src/angular-app.ts'
import { startBrowser } from '../src/browser.ts'
import { rootDir } from '../src/command.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import { Program } from '../src/program.ts'
import { TokenPages } from '../src/token-pages.ts'
import { Visitor } from '../src/visitor.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
// Inside of the repository, where the packages are found.
const folder = join(rootDir, 'test-results/token-snippets')
await mkdir(folder, { recursive: true })
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** What a tab of the page says: the code, and the sentence below it. */
interface Shown {
  readonly code: string
  readonly note: string
}

/** What stands on the page, in each language. */
async function snippets(kind: 'user' | 'server'): Promise<Record<string, Shown>> {
  await using tokens = await TokenPages.generator(browser, site)
  await tokens.hasSecret(site.server.secret)
  if (kind === 'server') await tokens.page.getByText('For your backend').click()
  else await tokens.isFor('bender')
  await tokens.token(kind === 'server' ? { server: true } : { user_id: 'bender' })
  const tabs = tokens.page.getByRole('tab')
  const found: Record<string, Shown> = {}
  for (const tab of await tabs.all()) {
    await tab.click()
    const name = await tab.innerText()
    await tokens.page.getByRole('tab', { name, selected: true }).waitFor()
    const panel = tokens.page.getByRole('tabpanel', { name })
    const [code, note] = [await panel.locator('pre').innerText(), await panel.locator('p').innerText()]
    found[name] = { code, note }
  }
  return found
}

async function codes(kind: 'user' | 'server'): Promise<Record<string, string>> {
  const all = Object.entries(await snippets(kind))
  return Object.fromEntries(all.map(([name, { code }]) => [name, code]))
}

/** Runs a file and waits for what it prints. */
async function prints(name: string, code: string, line: string, pattern: RegExp): Promise<void> {
  await writeFile(join(folder, name), code)
  await using program = new Program(line, folder)
  await program.prints(pattern)
}

const bun = join(rootDir, 'node_modules/.bin/bun')

test('the code for a user runs as it stands there', async () => {
  const { TypeScript = '', Kotlin = '', curl = '' } = await codes('user')
  await prints('user.ts', TypeScript, `${bun} user.ts`, /connected as bender/)
  await prints('user.sh', curl, 'bash user.sh', /"channels":\[\]/)
  // What Kotlin sends and where is the same; no compiler of its is here.
  const [, address = ''] = /url\("(ws:[^"]+)"\)/.exec(Kotlin) ?? []
  const [, frame = ''] = /send\("""(.*"auth".*)"""\)/.exec(Kotlin) ?? []
  const [, apiKey = ''] = /API_KEY = "(.*)"/.exec(Kotlin) ?? []
  const [, token = ''] = /TOKEN = "(.*)"/.exec(Kotlin) ?? []
  expect(address).toBe(`${site.server.url.replace('http', 'ws')}/connect`)
  expect(await firstFrame(address, frame.replace('$API_KEY', apiKey).replace('$TOKEN', token))).toMatchObject(
    {
      type: 'health.check',
      me: { id: 'bender' },
    },
  )
})

test('the code for Angular compiles under the strictest settings, and its app connects and shows the channel', async () => {
  await site.server.upsertUsers({ id: 'bender' }, { id: 'leela' })
  const data = { name: 'Planet Express', created_by_id: 'leela', members: ['bender', 'leela'] }
  await site.server.ok('POST /channels/messaging/planet/query', { data })
  await site.server.person('leela').send('messaging:planet', 'Good news, everyone!')
  const { Angular } = await snippets('user')
  const [, providers = ''] = /providers: (\[.+\])\./.exec(Angular?.note ?? '') ?? []
  expect(providers).toContain(site.server.url)
  const sources = { component: Angular?.code ?? '', providers }
  await using app = await AngularApp.build(join(folder, 'angular'), sources)
  await using visitor = await Visitor.arrive(browser)
  await visitor.page.goto(app.url)
  await visitor.page.getByText('Planet Express').first().click()
  await visitor.page.getByText('Good news, everyone!').first().waitFor()
  await visitor.page.getByRole('textbox', { name: /message/i }).fill('Bite my shiny code')
  await visitor.page.keyboard.press('Enter')
  await eventually(async () => {
    const { messages } = await site.server.ok('POST /channels/messaging/planet/query', { state: true })
    return (messages as Frame[]).some(({ text }) => text === 'Bite my shiny code')
  }, 'the message that was typed into the snippet’s app')
}, 180_000)

test('what does not compile is found out', async () => {
  const { Angular } = await snippets('user')
  const component = (Angular?.code ?? '').replace('ChatClientService)', 'ChatClient)')
  const attempt = AngularApp.build(join(folder, 'broken'), { component, providers: '[provideParley()]' })
  await expect(attempt).rejects.toThrow("Cannot find name 'ChatClient'")
}, 180_000)

/** What a server answers to the first frame of a socket. */
function firstFrame(address: string, frame: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const socket = new WebSocket(address)
  socket.onopen = () => socket.send(frame)
  socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)))
  socket.onclose = () => reject(new Error('closed without an answer'))
  return promise.finally(() => socket.close())
}

test('the code for a backend runs as it stands there, and there is none for a web page', async () => {
  const found = await codes('server')
  expect(Object.keys(found)).toEqual(['TypeScript', 'Kotlin', 'curl'])
  await prints('server.ts', found.TypeScript ?? '', `${bun} server.ts`, /disable_auth_checks/)
  await prints('server.sh', found.curl ?? '', 'bash server.sh', /"disable_auth_checks":false/)
  const [, address = ''] = /url\("(http[^"]+)"\)/.exec(found.Kotlin ?? '') ?? []
  const headers = [...(found.Kotlin ?? '').matchAll(/header\("([^"]+)", "([^"]+)"\)/g)]
  const reply = await fetch(address, {
    headers: headers.map(([, name = '', value = '']): [string, string] => [name, value]),
  })
  expect(reply.status).toBe(200)
})
