import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { german } from '../src/texts/german'

const rootDir = resolve(import.meta.dir, '../../..')
const dist = join(rootDir, 'packages/angular/dist')
const home = mkdtempSync(join(tmpdir(), 'parley-angular-'))
const node = Bun.which('node') ?? 'node'

/** Builds what is out of date, as `npm start` and `npm test` do; then a stranger's machine without a DOM. */
beforeAll(() => {
  const { exitCode, stdout } = Bun.spawnSync([node, join(rootDir, 'scripts/build-web.mjs')])
  if (exitCode !== 0) throw new Error(stdout.toString())
  writeFileSync(join(home, 'package.json'), '{"type": "module"}')
  mkdirSync(join(home, 'node_modules/@parley'), { recursive: true })
  for (const name of ['@angular', 'rxjs', 'tslib'])
    symlinkSync(join(rootDir, 'node_modules', name), join(home, 'node_modules', name))
  symlinkSync(dist, join(home, 'node_modules/@parley/angular'))
}, 240_000)

afterAll(() => rmSync(home, { recursive: true }))

describe('the published package', () => {
  test('has nothing for publint to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: dist, strict: true, pack: false })
    expect(messages.map(message => formatMessage(message, pkg ?? {}))).toEqual([])
  })

  test('can be left out in parts, and takes the Angular of the app', () => {
    const manifest = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({
      name: '@parley/angular',
      type: 'module',
      sideEffects: false,
      peerDependencies: {
        '@angular/core': '>=20 <23',
        '@angular/common': '>=20 <23',
        '@angular/cdk': '>=20 <23',
      },
      dependencies: { tslib: expect.any(String) },
    })
    expect(Object.keys(manifest.dependencies)).toEqual(['tslib'])
    expect(manifest.devDependencies).toBeUndefined()
    const code = readFileSync(join(dist, 'fesm2022/parley-angular.mjs'), 'utf8')
    expect(code).toContain('ɵɵngDeclareComponent')
    expect(code).not.toContain('packages/angular/src')
  })

  test('can be imported, and its services made, where there is no page', () => {
    writeFileSync(join(home, 'server.mjs'), SERVER_PROGRAM)
    const { stdout, stderr } = Bun.spawnSync([node, 'server.mjs'], { cwd: home })
    expect(stderr.toString()).toBe('')
    expect(stdout.toString().trim().split('\n')).toEqual([
      'no page: undefined undefined',
      'nobody disconnected undefined',
      'auto is light, and nothing is said of it',
      'dark is dark',
      'notified 1, then 0',
      'texts in: de',
    ])
  }, 60_000)

  test('renders every component on a server, without a window or a document', () => {
    const program = join(import.meta.dir, 'server-rendering/render.mjs')
    const { stdout, stderr } = Bun.spawnSync([node, program])
    expect(stderr.toString()).toBe('')
    const html: Record<string, string> = JSON.parse(stdout.toString())
    for (const [name, part] of Object.entries(RENDERED)) expect(html[name]).toContain(part)
    expect(Object.keys(html)).toEqual(Object.keys(RENDERED))
  }, 60_000)
})

/** A part of what each component renders while nobody is connected. */
const RENDERED = {
  AvatarComponent: '>AL</span>',
  ChannelHeaderComponent: '<parley-channel-header',
  ChannelListComponent: german.searchChannels,
  ConfirmComponent: 'Wirklich.',
  ConnectionBannerComponent: 'aria-live="polite"',
  EmojiPickerComponent: german.searchEmoji,
  MessageComponent: 'Guten Tag',
  MessageInputComponent: '<parley-message-input',
  MessageListComponent: 'role="log"',
  NotificationListComponent: german.notifications,
  ReactionPickerComponent: german.moreEmoji,
  ThreadComponent: `aria-label="${german.thread}"`,
}

/** What a server that renders pages does with the services. */
const SERVER_PROGRAM = `
import '@angular/compiler'
import { createEnvironmentInjector, Injector, DOCUMENT, PLATFORM_ID, ɵINJECTOR_SCOPE, provideZonelessChangeDetection } from '@angular/core'
import * as parley from '@parley/angular'

console.log('no page:', typeof window, typeof document)
const attributes = {}
const documentElement = {
  setAttribute: (name, value) => { attributes[name] = value },
  removeAttribute: name => { delete attributes[name] },
}
const services = Object.values(parley).filter(one => typeof one === 'function' && one.name.endsWith('Service'))
const make = options => createEnvironmentInjector([
  provideZonelessChangeDetection(),
  parley.provideParley({ baseURL: 'https://chat.example.com', ...options }),
  { provide: PLATFORM_ID, useValue: 'server' },
  { provide: DOCUMENT, useValue: { documentElement } },
  // what is provided in root is found here
  { provide: ɵINJECTOR_SCOPE, useValue: 'root' },
], Injector.create({ providers: [] }))

const injector = make({ texts: parley.german })
for (const service of services) injector.get(service)
const chat = injector.get(parley.ChatClientService)
const channels = injector.get(parley.ChannelService)
console.log(chat.user() ?? 'nobody', chat.connectionState(), channels.channels())
console.log('auto is', injector.get(parley.ThemeService).theme() + ', and', Object.keys(attributes)[0] ?? 'nothing', 'is said of it')
injector.get(parley.ThemeService).set('dark')
console.log('dark is', attributes['data-parley-theme'])
const notifications = injector.get(parley.NotificationService)
notifications.add('hello')
const before = notifications.notifications().length
injector.destroy()
console.log('notified', before + ', then', notifications.notifications().length)
console.log('texts in:', make({ texts: parley.german }).get(parley.TranslationService).locale())
`
