import { type Cost, measure } from '../lib/measure.ts'
import { parallel } from '../lib/parallel.ts'
import { RawHttp } from '../lib/raw-http.ts'
import type { RawSocket } from '../lib/raw-socket.ts'
import { API_KEY, callServer, signToken, type Target, userId } from '../lib/target.ts'
import { connectUser } from './connect.ts'

const TEXT = 'a message of an ordinary length, as people write them, give or take a few words'

export interface Room {
  readonly sockets: readonly RawSocket[]
  /** CPU per socket that joined (watched) the room, after it was connected. */
  readonly joinCost: Cost | undefined
}

/** `count` connected sockets in one room: with Parley watchers of a livestream channel. */
export async function fillRoom(target: Target, room: string, from: number, count: number): Promise<Room> {
  const ids: string[] = []
  const sockets: RawSocket[] = []
  await parallel(count, 32, async n => {
    sockets.push(
      await connectUser(target, from + n, text => {
        const id = /"connection_id":"([^"]+)"/.exec(text)?.[1]
        if (id !== undefined && ids[n] === undefined) ids[n] = id
      }),
    )
  })
  for (const socket of sockets) socket.onText = undefined
  if (target.name === 'bare') return { sockets, joinCost: undefined }
  await callServer(target, `/channels/livestream/${room}/query`, {
    data: { created_by_id: 'host' },
    state: false,
  })
  const joinCost = await measure(target.pid, async () => {
    await withConnections(target, 8, count, async (http, n) => {
      await post(
        http,
        `/channels/livestream/${room}/query`,
        from + n,
        { watch: true, state: true, messages: { limit: 0 } },
        ids[n],
      )
    })
    return count
  })
  return { sockets, joinCost }
}

/** Messages to a full room, a few in flight, until every socket has every one. Stored, with Parley. */
export async function deliveries(
  target: Target,
  room: string,
  sockets: readonly RawSocket[],
  messages: number,
): Promise<Cost> {
  const wanted = sockets.reduce((sum, socket) => sum + socket.frames, 0) + messages * sockets.length
  return measure(target.pid, async () => {
    await sends(target, room, messages, 16)
    while (sockets.reduce((sum, socket) => sum + socket.frames, 0) < wanted) await Bun.sleep(1)
    return messages * sockets.length
  })
}

async function sends(target: Target, room: string, messages: number, width: number): Promise<void> {
  await withConnections(target, width, messages, async (http, n) => {
    if (target.name === 'bare') await http.post('/publish', '', '{}')
    else
      await post(http, `/channels/livestream/${room}/message`, n % width, {
        message: { text: `${TEXT} ${n}` },
      })
  })
}

/** Acknowledged sends with `width` in flight into a channel that nobody watches. */
export async function ackedSends(
  target: Target,
  room: string,
  messages: number,
  width: number,
): Promise<Cost> {
  if (target.name === 'parley') {
    await callServer(target, `/channels/livestream/${room}/query`, {
      data: { created_by_id: 'host' },
      state: false,
    })
  }
  return measure(target.pid, async () => {
    await withConnections(target, width, messages, async (http, n) => {
      if (target.name === 'bare')
        await http.post('/insert', '', JSON.stringify({ message: { text: `${TEXT} ${n}` } }))
      else
        await post(http, `/channels/livestream/${room}/message`, n % width, {
          message: { text: `${TEXT} ${n}` },
        })
    })
    return messages
  })
}

const headers = new Map<number, string>()

async function post(
  http: RawHttp,
  path: string,
  user: number,
  body: unknown,
  connectionId?: string,
): Promise<void> {
  const query = `api_key=${API_KEY}${connectionId === undefined ? '' : `&connection_id=${connectionId}`}`
  let header = headers.get(user)
  if (header === undefined) {
    header = `Authorization: ${signToken({ user_id: userId(user) })}\r\nStream-Auth-Type: jwt\r\n`
    headers.set(user, header)
  }
  const reply = await http.post(`${path}?${query}`, header, JSON.stringify(body))
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${reply.body}`)
}

async function withConnections(
  target: Target,
  width: number,
  count: number,
  work: (http: RawHttp, n: number) => Promise<void>,
): Promise<void> {
  const free = await Promise.all(Array.from({ length: width }, () => RawHttp.open(target.port)))
  await parallel(count, width, async n => {
    const http = free.pop()
    if (http === undefined) throw new Error('more work in flight than connections')
    await work(http, n)
    free.push(http)
  })
  for (const http of free) http.close()
}
