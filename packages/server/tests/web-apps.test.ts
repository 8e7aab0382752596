import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { startServer, type TestServer } from '@parley/testkit'

const INDEX = '<!doctype html><app-root ngCspNonce="__CSP_NONCE__"></app-root>'
const SCRIPT = `console.log(${JSON.stringify('chat '.repeat(500))})`

let folder: string
let server: TestServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-apps-'))
  const files: Record<string, string> = {
    'chat/index.html': INDEX,
    'chat/main-ABCDEF12.js': SCRIPT,
    'chat/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'chat/demo/a b.svg': '<svg/>',
    'chat/healthz': 'hidden',
    'chat/app': 'hidden',
    'desk/index.html': INDEX.replace('app-root', 'desk-root'),
    'desk/main-12345678.css': 'body{}',
    'alone/index.html': INDEX.replace('app-root', 'alone-root'),
    'alone/main-ABCDEF12.js': SCRIPT,
    'alone/service-worker.js': 'self.addEventListener("fetch", () => {})',
    'desk/service-worker.js': '// of an app that needs its server',
    'secret.txt': 'not of any app',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const webApps = [
    { at: '/', folder: join(folder, 'chat'), hasPlaces: false },
    { at: '/desk', folder: join(folder, 'desk'), hasPlaces: true },
    { at: '/alone', folder: join(folder, 'alone'), hasPlaces: false, isOffline: true },
    { at: '/unbuilt', folder: join(folder, 'nowhere'), hasPlaces: true },
  ]
  server = await startServer({ webApps })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(server.url + path, init)
}

/** What fetch would tidy up or unpack, as it is. */
async function raw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const lines = Object.entries({ host: 'x', connection: 'close', ...headers }).map(
    ([k, v]) => `${k}: ${v}\r\n`,
  )
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server.running.port, '127.0.0.1', () =>
      socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
    )
    socket.on('data', chunk => chunks.push(Buffer.from(chunk)))
    socket.on('end', resolve)
    socket.on('error', reject)
  })
  const all = Buffer.concat(chunks)
  const end = all.indexOf('\r\n\r\n')
  const [first = '', ...rest] = all.subarray(0, end).toString().split('\r\n')
  const found = rest.map(line => line.split(/: ?(.*)/s).slice(0, 2) as [string, string])
  return { status: Number(first.split(' ')[1]), headers: new Headers(found), body: all.subarray(end + 4) }
}

describe('a web app', () => {
  test('has a first page with a nonce that is good once', async () => {
    const pages = await Promise.all([get('/'), get('/'), get('/index.html')])
    const nonces = await Promise.all(
      pages.map(async page => /ngCspNonce="([^"]+)"/.exec(await page.text())?.[1] ?? ''),
    )
    expect(new Set(nonces).size).toBe(3)
    for (const [index, page] of pages.entries()) {
      expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonces[index]}'`)
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('etag')).toBeNull()
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
    expect(nonces.every(nonce => nonce.length >= 22)).toBe(true)
  })

  test('may run and reach only what is its own', async () => {
    const { headers } = await get('/')
    const policy = headers.get('content-security-policy') ?? ''
    const host = new URL(server.url).host
    expect(policy).toContain("default-src 'none'; script-src 'self'; ")
    expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host};`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types angular")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })

  test('puts nothing of a strange Host into its policy', async () => {
    for (const host of ['x; script-src *', 'x y', "x'unsafe-inline'", 'a,b']) {
      const { headers } = await raw('/', { host })
      const policy = headers.get('content-security-policy') ?? ''
      expect([host, policy.includes('script-src *'), policy.includes('unsafe')]).toEqual([host, false, false])
    }
  })

  test('has files that are kept for good when their name is their content’s', async () => {
    const hashed = await get('/main-ABCDEF12.js')
    expect(await hashed.text()).toBe(SCRIPT)
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const plain = await get('/favicon.svg')
    expect(plain.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(plain.headers.get('content-type')).toBe('image/svg+xml')
    expect(plain.headers.get('content-security-policy')).toStartWith("default-src 'none'")
    const etag = plain.headers.get('etag') ?? ''
    const same = await get('/favicon.svg', { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
    expect((await get('/favicon.svg', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  test('is compressed for those who understand it', async () => {
    const path = '/main-ABCDEF12.js'
    const br = await raw(path, { 'accept-encoding': 'gzip, deflate, br' })
    expect(br.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT)
    const gzip = await raw(path, { 'accept-encoding': 'gzip;q=0.8, br;q=0' })
    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT)
    const plain = await raw(path, { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.body.toString()).toBe(SCRIPT)
    const tags = [br, gzip, plain].map(({ headers }) => headers.get('etag'))
    expect(new Set(tags).size).toBe(3)
    for (const { headers } of [br, gzip, plain]) expect(headers.get('vary')).toBe('accept-encoding')
  })

  test('answers HEAD with the head', async () => {
    const get = await raw('/main-ABCDEF12.js')
    const head = await raw('/main-ABCDEF12.js', {}, 'HEAD')
    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(head.headers.get('content-length')).toBe(String(get.body.length))
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    expect((await raw('/', {}, 'HEAD')).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test('lets nobody out of its folder', async () => {
    const paths = [
      '/../secret.txt',
      '/demo/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '//secret.txt',
      `/${folder}/secret.txt`,
      '/main-ABCDEF12.js/../../secret.txt',
      '/index.html%00.js',
      '/demo',
      '/demo/',
    ]
    for (const path of paths) {
      const { status, body } = await raw(path)
      expect([path, status, body.includes('not of any app')]).toEqual([path, 404, false])
    }
  })
})

describe('beside the API', () => {
  test('what is not there is answered with an error in JSON', async () => {
    for (const path of ['/nowhere', '/main-00000000.js', '/unbuilt', '/unbuilt/place', '/channels/x/y/z']) {
      const reply = await get(path)
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([path, 404, 'application/json'])
    }
    expect((await get('/', { method: 'POST' })).status).toBe(404)
    expect((await get('/favicon.svg', { method: 'DELETE' })).status).toBe(404)
  })

  test('no file hides an endpoint', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await get('/app')).status).toBe(401)
    expect((await get('/docs/api')).status).toBe(200)
  })

  test('a program that lost its path gets an error it can read', async () => {
    for (const path of ['/?api_key=test-key', '/index.html?api_key=test-key']) {
      const reply = await get(path)
      expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'application/json'])
    }
  })

  test('a second app has its own place, and places inside', async () => {
    for (const path of [
      '/desk',
      '/desk/',
      '/desk/apps/1',
      '/desk/apps/1?tab=users',
      '/desk/apps/1/users/ada.l',
      '/desk/apps/1/media/a.b',
    ]) {
      const page = await get(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(await page.text()).toContain('<desk-root')
    }
    expect((await get('/desk/main-12345678.css')).headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect((await get('/desk/main-00000000.css')).status).toBe(404)
    expect((await get('/desks')).status).toBe(404)
    expect((await get('/desk/main-ABCDEF12.js')).status).toBe(404)
  })

  test('an app that works by itself may reach nothing, and has its worker fetch its files', async () => {
    const page = await get('/alone')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(await page.text()).toContain('<alone-root')
    expect(policy).toContain("connect-src 'none'; img-src 'self' data:; worker-src 'self'; font-src")
    expect(policy).toContain('trusted-types angular angular#bundler angular#components parley#worker')
    expect(policy).not.toMatch(/https?:|wss?:|unsafe|connect-src 'self'/)
    const worker = await get('/alone/service-worker.js')
    expect(worker.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'")
    expect(worker.headers.get('cache-control')).toBe('no-cache')
    expect(worker.headers.get('service-worker-allowed')).toBe('/alone')
    expect((await get('/alone/main-ABCDEF12.js')).headers.get('service-worker-allowed')).toBeNull()
    expect((await get('/alone/place')).status).toBe(404)
  })

  test('no other app gets a worker, nor what one is allowed', async () => {
    const worker = await get('/desk/service-worker.js')
    expect(worker.headers.get('content-security-policy')).not.toContain('connect-src')
    expect(worker.headers.get('service-worker-allowed')).toBeNull()
    const policy = (await get('/desk')).headers.get('content-security-policy') ?? ''
    expect(policy).not.toContain('worker-src')
    expect(policy).not.toContain('parley#worker')
  })

  test('without a built app the server says what it is', async () => {
    await using plain = await startServer()
    expect(await (await fetch(plain.url)).text()).toContain('This is a Parley server')
  })
})
