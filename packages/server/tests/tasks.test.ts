import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { startServer, type TestServer } from '@parley/testkit'
import type { TaskKind, TaskKindName } from '../src/actions/tasks/kinds.ts'
import { startTask } from '../src/actions/tasks/start-task.ts'
import { TaskRunner } from '../src/actions/tasks/task-runner.ts'

const start = (server: TestServer, kind: string, input = {}) =>
  startTask(server.running.deps, { appId: server.running.app.id, kind: kind as TaskKindName, input })

async function settled(server: TestServer, id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const task = await server.ok(`GET /tasks/${id}`)
    if (task.status !== 'waiting' && task.status !== 'running') return task
    await Bun.sleep(10)
  }
}

const run = (server: TestServer, kinds: Record<string, TaskKind>) =>
  new TaskRunner(server.running.deps, kinds)

test('a task runs and its result can be asked for', async () => {
  await using server = await startServer()
  await using _ = run(server, { double: async (_run, { n }: { n: number }) => ({ twice: n * 2 }) })
  const id = await start(server, 'double', { n: 21 })
  expect(await settled(server, id)).toMatchObject({ task_id: id, status: 'completed', result: { twice: 42 } })
})

test('one that throws is failed: people read the reason, programmers the log', async () => {
  await using server = await startServer()
  await using _ = run(server, {
    refuse: async () => {
      throw new ChatError('invalid_input', 'channel messaging:x is distinct')
    },
    crash: async () => {
      throw new Error('secret detail')
    },
  })
  const refused = await settled(server, await start(server, 'refuse'))
  expect(refused).toMatchObject({
    status: 'failed',
    result: null,
    error: { description: 'channel messaging:x is distinct' },
  })
  const crashed = await settled(server, await start(server, 'crash'))
  expect(crashed).toMatchObject({ status: 'failed', result: null })
  expect(JSON.stringify(crashed)).not.toContain('secret detail')
})

test('what a stopped runner leaves is begun again by the next one', async () => {
  await using server = await startServer()
  const begun = Promise.withResolvers<void>()
  const first = run(server, {
    long: ({ signal }) =>
      new Promise((_, reject) => {
        begun.resolve()
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
  })
  const id = await start(server, 'long')
  await begun.promise
  expect(await server.ok(`GET /tasks/${id}`)).toMatchObject({ status: 'running', result: null })
  await first[Symbol.asyncDispose]()
  expect(await server.ok(`GET /tasks/${id}`)).toMatchObject({ status: 'waiting' })
  await using _ = run(server, { long: async () => ({ done: true }) })
  expect(await settled(server, id)).toMatchObject({ status: 'completed', result: { done: true } })
})

test('two runners never have the same task', async () => {
  await using server = await startServer()
  const runs = new Map<string, number>()
  const kinds: Record<string, TaskKind> = {
    count: async ({ taskId }) => {
      runs.set(taskId, (runs.get(taskId) ?? 0) + 1)
      return {}
    },
  }
  await using _a = run(server, kinds)
  await using _b = run(server, kinds)
  const ids = await Promise.all(Array.from({ length: 30 }, () => start(server, 'count')))
  for (const id of ids) expect(await settled(server, id)).toMatchObject({ status: 'completed' })
  expect([...runs.values()]).toEqual(ids.map(() => 1))
})

test('tasks are for servers, and each app’s own', async () => {
  await using server = await startServer()
  expect((await server.call('GET /tasks/nope')).body).toMatchObject({ code: 16, StatusCode: 404 })
  expect((await server.person('alice').call('GET /tasks/nope')).status).toBe(403)
})
