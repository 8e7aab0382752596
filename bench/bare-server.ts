/**
 * What the same work costs with nothing but the runtime: an upgrade with an HMAC check and one
 * 900-byte frame, a native publish of one 700-byte frame, and an HTTP insert into SQLite with
 * synchronous=FULL whose commits are grouped per event loop turn.
 */
import { Database } from 'bun:sqlite'
import { createHmac, timingSafeEqual } from 'node:crypto'

const secret = 'bench-secret-of-32-characters-xx'
const greeting = 'x'.repeat(900)
const event = 'y'.repeat(700)

const db = new Database(`${process.env.BENCH_DIR}/bare.db`, { create: true })
db.exec('pragma journal_mode = wal; pragma synchronous = full')
db.exec('create table messages (id integer primary key, room text, body text)')
const insert = db.query<{ id: number }, [string, string]>(
  'insert into messages (room, body) values (?, ?) returning id',
)

interface Job {
  readonly body: string
  readonly done: (id: number) => void
}
let jobs: Job[] = []

function commit(): void {
  const group = jobs
  jobs = []
  db.exec('begin immediate')
  const ids = group.map(job => insert.get('room', job.body)?.id ?? 0)
  db.exec('commit')
  for (const [index, job] of group.entries()) job.done(ids[index] ?? 0)
}

function store(body: string): Promise<number> {
  return new Promise(done => {
    if (jobs.push({ body, done }) === 1) setImmediate(commit)
  })
}

function isSigned(token: string): boolean {
  const dot = token.lastIndexOf('.')
  const expected = createHmac('sha256', secret).update(token.slice(0, dot)).digest()
  const given = Buffer.from(token.slice(dot + 1), 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request, self) {
    const url = new URL(request.url)
    if (url.pathname === '/connect') {
      if (!isSigned(url.searchParams.get('authorization') ?? '')) return new Response('no', { status: 401 })
      return self.upgrade(request, { data: undefined }) ? undefined : new Response('no', { status: 400 })
    }
    if (url.pathname === '/publish') {
      self.publish('room', event)
      return new Response('{}')
    }
    const body = JSON.stringify(await request.json())
    return new Response(`{"id":${await store(body)}}`)
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      socket.subscribe('room')
      socket.send(greeting)
    },
    message() {},
  },
})
console.log(`listening ${server.port}`)
