import { expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import { settled } from './settled.ts'
import { upload } from './uploads.ts'

const HALL = '/channels/messaging/hall'

async function hall(): Promise<TestServer> {
  const server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  await server.ok(`POST ${HALL}/query`, { data: { created_by_id: 'alice', members: ['alice', 'bob'] } })
  return server
}

async function put(server: TestServer, path: string, userId: string): Promise<string> {
  const who = { apiKey: server.apiKey, token: server.token(userId) }
  const { body } = await upload(server.url, who, `${path}/file`, { content: `of ${userId}` })
  return String(body.file)
}

async function send(server: TestServer, user_id: string, ...urls: string[]): Promise<string> {
  const attachments = urls.map(asset_url => ({ type: 'file', asset_url }))
  const { message } = await server.ok(`POST ${HALL}/message`, {
    message: { text: 'look', user_id, attachments },
  })
  return (message as { id: string }).id
}

const status = async (url: string) => (await fetch(url)).status

test('a message that is deleted for good takes its author’s files along', async () => {
  await using server = await hall()
  const [mine, other, forged] = [
    await put(server, HALL, 'alice'),
    await put(server, HALL, 'bob'),
    await put(server, HALL, 'alice'),
  ]
  const id = await send(server, 'alice', mine, other, forged.replace(/Signature=../, 'Signature=AA'))
  await server.ok(`DELETE /messages/${id}`)
  expect(await status(mine)).toBe(200)
  await server.ok(`DELETE /messages/${id}`, undefined, { query: { hard: 'true' } })
  expect(await Promise.all([mine, other, forged].map(status))).toEqual([404, 200, 200])
})

test('a channel that is deleted for good takes all that was uploaded to it', async () => {
  await using server = await hall()
  const urls = [await put(server, HALL, 'alice'), await put(server, '/uploads', 'alice')]
  const { task_id } = await server.ok('POST /channels/delete', {
    cids: ['messaging:hall'],
    hard_delete: true,
  })
  await settled(server, task_id)
  expect(await Promise.all(urls.map(status))).toEqual([404, 200])
})

test('a user who is deleted for good takes along what belongs to no channel', async () => {
  await using server = await hall()
  const urls = [
    await put(server, '/uploads', 'bob'),
    await put(server, HALL, 'bob'),
    await put(server, '/uploads', 'alice'),
  ]
  await server.ok('DELETE /users/bob', undefined, { query: { hard_delete: 'true' } })
  expect(await Promise.all(urls.map(status))).toEqual([404, 200, 200])
})
