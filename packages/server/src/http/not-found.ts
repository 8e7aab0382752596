import { ChatError } from '@parley/protocol'
import { closest } from '@parley/protocol/schemas'
import type { AnyRoute, Method } from './route.ts'

interface KnownPath {
  readonly path: string
  readonly pattern: RegExp
  readonly methods: Method[]
}

/** Every path there is, to answer those who ask for another. */
export class KnownPaths {
  readonly #paths = new Map<string, KnownPath>()

  constructor(routes: readonly Pick<AnyRoute, 'method' | 'path'>[]) {
    for (const { method, path } of routes) {
      const known = this.#paths.get(path)
      if (known) known.methods.push(method)
      else this.#paths.set(path, { path, pattern: patternOf(path), methods: [method] })
    }
  }

  /** Methods of a path that exists; empty when it does not. */
  methodsOf(pathname: string): readonly Method[] {
    return [...this.#paths.values()]
      .filter(({ pattern }) => pattern.test(pathname))
      .flatMap(known => known.methods)
  }

  /** The error for a request that no route takes. */
  missing(method: string, pathname: string): ChatError {
    const asked = `${method} ${pathname.slice(0, 200)}`
    const methods = this.methodsOf(pathname)
    if (methods.length > 0) {
      return new ChatError('not_found', `${asked} does not exist; this path takes ${methods.join(', ')}`, {
        details: { allow: methods },
      })
    }
    const near = closest(pathname, [...this.#paths.keys()])
    const hint = near ? `did you mean ${near}?` : 'see /docs/api for the paths there are'
    return new ChatError('not_found', `${asked} does not exist; ${hint}`, {
      ...(near && { details: { nearest: near } }),
    })
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\{\w+\}/g, '[^/]+')}$`)
}
