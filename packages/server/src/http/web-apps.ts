import { randomBytes } from 'node:crypto'
import { originOf } from '../util/request-url.ts'
import { pathOf } from './path.ts'
import { type Encoding, readWebApp, type WebAppFile } from './web-app-files.ts'

/** A built web app and where it is served. */
export interface WebAppMount {
  /** `/`, or such as `/dashboard`. */
  readonly at: string
  /** Where it was built. */
  readonly folder: string
  /** Whether paths below it that are no files are places inside the app. Not for `/`: other paths are the API's. */
  readonly hasPlaces: boolean
  /**
   * Whether it works by itself: its page may connect to nothing, and its `service-worker.js` keeps it for when
   * there is no server.
   */
  readonly isOffline?: boolean
}

/** A mounted app that is built, in memory. */
export interface WebApp extends Pick<WebAppMount, 'at' | 'hasPlaces'> {
  readonly isOffline: boolean
  readonly files: ReadonlyMap<string, WebAppFile>
  /** Its first page; every response's own nonce replaces `NONCE_MARK`. */
  readonly index: string
}

/** What stands in an app's index.html where the nonce goes: `<app-root ngCspNonce="…">`. */
const NONCE_MARK = '__CSP_NONCE__'

/** The apps that are built; the others are as if they were not mounted. */
export async function openWebApps(mounts: readonly WebAppMount[]): Promise<readonly WebApp[]> {
  const opened = await Promise.all(mounts.map(openWebApp))
  // The longest first: the app at `/` takes what is left.
  return opened.filter(app => app !== undefined).sort((a, b) => b.at.length - a.at.length)
}

async function openWebApp({
  at,
  folder,
  hasPlaces,
  isOffline = false,
}: WebAppMount): Promise<WebApp | undefined> {
  const files = await readWebApp(folder)
  const index = files?.get('index.html')
  if (!files || !index) return undefined
  return { at, hasPlaces, isOffline, files, index: new TextDecoder().decode(index.bytes) }
}

/**
 * A file of an app or its first page; undefined for what is neither. Asked after everything else: no
 * file of an app hides an endpoint.
 */
export async function serveWebApps(apps: readonly WebApp[], request: Request): Promise<Response | undefined> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const path = pathOf(request)
  const app = apps.find(({ at }) => at === '/' || path === at || path.startsWith(`${at}/`))
  return app && serve(app, path, request)
}

async function serve(app: WebApp, path: string, request: Request): Promise<Response | undefined> {
  const below = path.slice(app.at.length).replace(/^\//, '')
  if (below === '' || below === 'index.html') return indexReply(app, request)
  const file = app.files.get(below)
  if (file && app.isOffline && below === SERVICE_WORKER)
    return fileReply(file, request, serviceWorkerHeaders(app))
  if (file) return fileReply(file, request)
  return app.hasPlaces && !looksLikeFile(below) ? indexReply(app, request) : undefined
}

/**
 * A missing file must not be answered with a page: browsers would keep that page as the file. Files
 * stand on top or in `media`; deeper down a dot may be part of somebody's id.
 */
function looksLikeFile(below: string): boolean {
  return /^(media\/)?[^/]*\.\w+$/.test(below)
}

/**
 * The first page, made anew for every response: its nonce is good once. For the same reason it has no
 * ETag: a 304 would bring the policy of another nonce to a page that is kept.
 */
function indexReply(app: WebApp, request: Request): Response {
  const nonce = randomBytes(16).toString('base64')
  const headers = {
    ...APP_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(nonce, app.isOffline ? OFFLINE : online(request)),
    'permissions-policy': PERMISSIONS_POLICY,
    'cache-control': 'no-cache',
  }
  return new Response(app.index.replaceAll(NONCE_MARK, nonce), { headers })
}

async function fileReply(
  file: WebAppFile,
  request: Request,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const encoding = encodingFor(request.headers.get('accept-encoding') ?? '')
  const encoded = encoding && (await file.encoded(encoding))
  const etag = `"${file.etag}${encoded ? `-${encoding}` : ''}"`
  const headers: Record<string, string> = {
    ...APP_HEADERS,
    'content-type': file.contentType,
    'content-security-policy': FILE_POLICY,
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    vary: 'accept-encoding',
    etag,
    ...more,
  }
  const named = request.headers.get('if-none-match')?.split(',') ?? []
  if (named.some(each => each.trim().replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers })
  }
  if (encoded) headers['content-encoding'] = encoding
  const body = encoded ?? file.bytes
  headers['content-length'] = String(body.byteLength)
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}

function encodingFor(accepted: string): Encoding | undefined {
  const refused = /(?:^|,)\s*(\w+)\s*;\s*q=0(?:\.0*)?\s*(?=,|$)/g
  const names = accepted.replace(refused, '')
  if (/\bbr\b/.test(names)) return 'br'
  return /\bgzip\b/.test(names) ? 'gzip' : undefined
}

const APP_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** Whoever opens a file by itself, a picture say, runs nothing. */
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const SERVICE_WORKER = 'service-worker.js'

/** It fetches the app's own files and nothing else, and is asked after at every visit: a new build shows at once. */
function serviceWorkerHeaders({ at }: WebApp): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; connect-src 'self'",
    'cache-control': 'no-cache',
    'service-worker-allowed': at,
  }
}

const PERMISSIONS_POLICY = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb',
]
  .map(feature => `${feature}=()`)
  .join(', ')

/** What the pages of an app differ in. */
interface Reach {
  readonly sources: readonly string[]
  /** Trusted Types policies of its own. */
  readonly types: readonly string[]
}

/** Connections home, and the pictures and films that people post. */
function online(request: Request): Reach {
  const sources = [
    `connect-src ${["'self'", ...socketsOf(request)].join(' ')}`,
    "img-src 'self' https: http: data: blob:",
    "media-src 'self' https: http: data: blob:",
  ]
  return { sources, types: [] }
}

/** Nothing leaves the page: not even a picture could carry something away. It may start its service worker. */
const OFFLINE: Reach = {
  sources: ["connect-src 'none'", "img-src 'self' data:", "worker-src 'self'"],
  types: ['parley#worker'],
}

/** Own scripts and styles, and what the app reaches. */
function pagePolicy(nonce: string, { sources, types }: Reach): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    ...sources,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // Angular's own: what its sanitizer let pass, what its compiler made, what its components bring.
    ['trusted-types angular angular#bundler angular#components', ...types].join(' '),
  ].join('; ')
}

/** Not every browser counts the page's own sockets to 'self'. */
function socketsOf(request: Request): string[] {
  const { host } = URL.parse(originOf(request)) ?? { host: '' }
  return /^[\w.:[\]-]+$/.test(host) ? [`ws://${host}`, `wss://${host}`] : []
}
