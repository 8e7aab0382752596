import type { ReplyBody, TestServer } from '@parley/testkit'

/** The task once it is over; asking for it also wakes whoever waits for a fresh address. */
export async function settled(server: TestServer, id: unknown, path = 'tasks'): Promise<ReplyBody> {
  const deadline = performance.now() + 25_000
  while (performance.now() < deadline) {
    const task = await server.ok(`GET /${path}/${String(id)}`)
    if (task.status !== 'waiting' && task.status !== 'running') return task
    await Bun.sleep(10)
  }
  throw new Error(`task ${String(id)} did not end`)
}
