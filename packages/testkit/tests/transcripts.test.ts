import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTranscript, startServer, type Transcript } from '../src/index.ts'

const folder = join(import.meta.dir, '..', 'transcripts')
const files = readdirSync(folder).filter(name => name.endsWith('.json'))

const load = (name: string): Transcript => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Transcript

test.each(files)('%s comes true', async name => {
  await using server = await startServer()
  await runTranscript(server, load(name))
})

test('a transcript that does not come true fails at the step', async () => {
  await using server = await startServer()
  const wrong: Transcript = {
    title: 'wrong',
    people: { backend: 'server' },
    steps: [
      {
        who: 'backend',
        calls: 'POST /users',
        body: { users: { a: { id: 'a' } } },
        expects: { users: { a: { id: 'b' } } },
      },
    ],
  }
  await expect(runTranscript(server, wrong)).rejects.toThrow(/step 1 .*reply.users.a.id is "a", not "b"/)
})
