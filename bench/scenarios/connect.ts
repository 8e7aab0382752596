import { type Cost, measure } from '../lib/measure.ts'
import { parallel } from '../lib/parallel.ts'
import { settledBytes } from '../lib/process-cost.ts'
import { RawSocket } from '../lib/raw-socket.ts'
import type { Target } from '../lib/target.ts'

/** Opens a socket and resolves when its first frame (with Parley: `me`) has come. */
export async function connectUser(
  target: Target,
  n: number,
  onText?: (text: string) => void,
): Promise<RawSocket> {
  const ready = Promise.withResolvers<void>()
  // The first frame may come with the upgrade's own bytes, before `open` has returned.
  const socket = await RawSocket.open(target.port, target.connectPath(n), (text, self) => {
    self.onText = onText
    if (text.startsWith('{"error"')) ready.reject(new Error(text))
    else ready.resolve()
    onText?.(text)
  })
  await ready.promise
  return socket
}

/** Connects of distinct users until `me`; the sockets stay open and are returned. */
export async function connects(
  target: Target,
  from: number,
  count: number,
): Promise<{ cost: Cost; sockets: RawSocket[] }> {
  const sockets: RawSocket[] = []
  const cost = await measure(target.pid, async () => {
    await parallel(count, 64, async n => {
      sockets.push(await connectUser(target, from + n))
    })
    return count
  })
  return { cost, sockets }
}

/**
 * Resident bytes that each of `count` idle connections adds. Half as many are there before: what a
 * process takes once, such as compiled code and the heap's first growth, is no connection's.
 */
export async function idleMemory(target: Target, count: number): Promise<number> {
  const warm = await connects(target, 1_000_000, Math.ceil(count / 2))
  const before = await settledBytes(target.pid)
  const { sockets } = await connects(target, 2_000_000, count)
  const after = await settledBytes(target.pid)
  for (const socket of [...sockets, ...warm.sockets]) socket.close()
  return (after - before) / count
}
