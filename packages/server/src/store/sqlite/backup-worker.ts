/* Copies a database on a thread of its own: the server goes on serving meanwhile. */
import { Database } from 'bun:sqlite'
import { workerData } from 'node:worker_threads'

const { from, to } = workerData as { from: string; to: string }
const database = new Database(from, { readonly: true })
database.run('pragma busy_timeout = 10000')
database.prepare('vacuum into ?').run(to)
database.close()
