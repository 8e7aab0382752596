import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'

test('campaigns and segments say that they are not served', async () => {
  await using server = await startServer()
  const calls = ['campaigns', 'segments'].flatMap(noun => [
    `POST /${noun}`,
    `GET /${noun}`,
    `GET /${noun}/1`,
    `PUT /${noun}/1`,
    `DELETE /${noun}/1`,
  ])
  const more = ['PATCH /campaigns/1/schedule', 'PATCH /campaigns/1/stop', 'PATCH /campaigns/1/resume']
  for (const call of [...calls, ...more, 'POST /campaigns/1/test']) {
    const reply = await server.call(call, call.startsWith('GET') ? undefined : [])
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 4, message: expect.stringContaining('not served') },
    })
    expect((await server.person('alice').call(call)).status).toBe(403)
  }
})
