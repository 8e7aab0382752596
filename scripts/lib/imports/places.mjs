import { existsSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/**
 * Where a file of the repository stands: its package and, in the server, its room.
 * `free` files (tests, testkit, bench, …) may import anything.
 */
export function placeOf(path) {
  const [, packageName, insideSrc] = /^packages\/([^/]+)\/src\/(.+)$/.exec(path) ?? []
  if (packageName === undefined) return { path, free: true }
  const parts = insideSrc.split('/')
  const isTest = /\.test\.tsx?$/.test(path) || parts.includes('tests')
  const room = parts.length > 1 ? parts[0] : 'main'
  return { path, free: isTest, packageName, insideSrc, room: packageName === 'server' ? room : undefined }
}

/** `http/messages.ts` and the folder `http/messages/` stand for the noun `messages`, when there are actions of that name. */
export function nounOf(place, rootDir) {
  const [, name] = place.insideSrc.split('/')
  const noun = name?.replace(/\.ts$/, '')
  const isNoun = noun !== undefined && existsSync(join(rootDir, 'packages/server/src/actions', noun))
  return isNoun ? noun : undefined
}

/** The file a relative import means, as a path from the repository's root. */
export const targetOf = (path, specifier) => posix.join(posix.normalize(dirname(path)), specifier)
