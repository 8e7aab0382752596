import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'
import { ServerClient } from '../src/server/index.ts'

type Methods = Record<string, (...args: unknown[]) => unknown>

/** A client's alone, or other ways to what has a method. Then what is not served: paid services. */
const ELSEWHERE = [
  'delete /push_providers/{type}',
  'post /channels/{type}/query',
  'post /channels/{type}/{id}/stop-watching',
  'post /guest',
  'put /polls',
  'put /polls/{poll_id}/options',
]
const NOT_SERVED = /\/(campaigns|segments)/

/** First arguments that can't be texts. */
const FIRST: Record<string, unknown> = {
  uploadFile: new Blob(['x']),
  uploadImage: new Blob(['x']),
  sendFile: new Blob(['x']),
  sendImage: new Blob(['x']),
  upsertUsers: [{ id: 'a' }],
  revokeUsersTokens: ['a'],
  getMessagesById: ['a'],
  deletePushProvider: { type: 'apn', name: 'a' },
}

test('every operation of the server has a method, and every method an operation', async () => {
  await using server = await startServer()
  const response = await fetch(`${server.url}/openapi.json`)
  const document = (await response.json()) as { paths: Record<string, object> }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => ({ name: `${method} ${path}`, fits: patternOf(method, path) })),
  )
  const reached = new Set<string>()
  const unknown: string[] = []
  const recording = (url: string, init: RequestInit) => {
    const request = `${init.method?.toLowerCase()} ${new URL(url).pathname}`
    // a literal path is meant where a template fits, too
    const operation =
      operations.find(({ name }) => name === request) ?? operations.find(({ fits }) => fits.test(request))
    if (operation) reached.add(operation.name)
    else unknown.push(request)
    return fetch(url, init)
  }
  const parley = new ServerClient(server.apiKey, server.secret, { baseURL: server.url, fetch: recording })
  await callAll(parley, ['as', 'channel', 'createToken', 'verifyWebhook'])
  await callAll(parley.as('fry').channel('messaging', 'ship', { members: ['fry'] }), [])
  expect(unknown).toEqual([])
  const missing = operations
    .map(({ name }) => name)
    .filter(name => !reached.has(name) && !NOT_SERVED.test(name))
  expect(missing.sort()).toEqual(ELSEWHERE)
})

/** Calls every public method with texts; most of that is refused, which does not matter here. */
async function callAll(target: object, except: readonly string[]): Promise<void> {
  for (const name of namesOf(target).filter(each => !except.includes(each))) {
    const call = (target as Methods)[name]?.(FIRST[name] ?? 'a', 'b', 'c')
    await Promise.resolve(call).catch(() => undefined)
  }
}

function namesOf(target: object): string[] {
  const names: string[] = []
  for (
    let each = Object.getPrototypeOf(target);
    each !== Object.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each)))
      if (typeof value === 'function' && name !== 'constructor' && !PROTECTED.has(name)) names.push(name)
  }
  return [...new Set(names)]
}

const PROTECTED = new Set(['call', 'send', 'path', 'at', 'change', 'knownId', 'actingId'])

function patternOf(method: string, path: string): RegExp {
  return new RegExp(`^${method} ${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)
}
