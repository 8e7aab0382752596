// Keeps the token generator for when there is no server. What it is made of is filled in by the build.
const FILES = ['__FILES__']
const VERSION = '__VERSION__'

const PREFIX = 'parley-token-generator-'
/** The folder that this file stands in: `/token-generator/`. */
const BASE = new URL('.', self.location.href)

self.addEventListener('install', event => event.waitUntil(keep()))
self.addEventListener('activate', event => event.waitUntil(takeOver()))

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== BASE.origin) return
  if (request.mode === 'navigate' && isPage(url)) event.respondWith(answerPage(request))
  else if (FILES.some(name => new URL(name, BASE).href === url.href)) event.respondWith(answerFile(request))
})

/** Fetches everything anew; all of one build, or nothing. */
async function keep() {
  const cache = await caches.open(PREFIX + VERSION)
  const urls = ['.', ...FILES].map(name => new URL(name, BASE))
  await cache.addAll(urls.map(url => new Request(url, { cache: 'reload' })))
  const page = await (await cache.match(BASE)).text()
  const used = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name]) => name)
  // The server was exchanged meanwhile: the next visit tries again.
  if (!used.every(name => FILES.includes(name))) throw new Error('the page is of another build')
  await self.skipWaiting()
}

async function takeOver() {
  const names = await caches.keys()
  const old = names.filter(name => name.startsWith(PREFIX) && name !== PREFIX + VERSION)
  await Promise.all(old.map(name => caches.delete(name)))
  await self.clients.claim()
}

function isPage({ pathname }) {
  return pathname === BASE.pathname || `${pathname}/` === BASE.pathname
}

/** The server's page, which is the newest; the kept one where there is no server, or none behind a proxy. */
async function answerPage(request) {
  const response = await fetch(request).catch(() => undefined)
  if (response?.ok) return response
  return (await caches.match(BASE)) ?? response ?? Response.error()
}

/** Names change with the content: what is kept is right. */
async function answerFile(request) {
  return (await caches.match(request)) ?? fetch(request)
}
