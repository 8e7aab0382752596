// Writes docs/errors.md from the tables of @parley/protocol: `npm run docs`. A test fails when the page is out of date.
import { join } from 'node:path'
import { errorsPage } from './lib/errors-page.ts'

const path = join(import.meta.dir, '../docs/errors.md')
await Bun.write(path, errorsPage())
console.log(`wrote ${path}`)
