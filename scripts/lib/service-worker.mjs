import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes an app's service worker beside what was built, with the names of the files in it. Its bytes change with
 * any of theirs, which is how browsers learn of a new build.
 */
export function writeServiceWorker(source, dist) {
  const names = readdirSync(dist).filter(name => /\.(js|css|svg)$/.test(name) && name !== 'service-worker.js')
  const hash = createHash('sha256')
  for (const name of [...names, 'index.html'].sort()) hash.update(name).update(readFileSync(join(dist, name)))
  const filled = readFileSync(source, 'utf8')
    .replace("'__FILES__'", names.map(name => JSON.stringify(name)).join(', '))
    .replace('__VERSION__', hash.digest('hex').slice(0, 12))
  writeFileSync(join(dist, 'service-worker.js'), filled)
}
