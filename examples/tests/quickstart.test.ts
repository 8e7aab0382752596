import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'
import { runExample } from './run-example.ts'

test('the quickstart brings three kinds of users together', async () => {
  await using server = await startServer()
  const env = { PARLEY_URL: server.url, PARLEY_API_KEY: server.apiKey, PARLEY_API_SECRET: server.secret }
  const example = runExample('quickstart.ts', env)
  const said = await new Response(example.stdout).text()
  expect(said.trim().split('\n')).toEqual([
    'Bender is connected as bender, role user',
    'Fry is a guest: guest-…-fry',
    'Bender: Bite my shiny metal ad',
    'Fry: Good news, everyone',
    'the anonymous reader was refused: not_allowed',
    'everybody has left',
  ])
  expect(await example.exited).toBe(0)
}, 120_000)
