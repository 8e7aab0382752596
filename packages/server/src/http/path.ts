import { rawPathOf } from '../util/request-url.ts'

/**
 * The path of a request, still percent-encoded: segments are decoded one by one after splitting,
 * so that an encoded slash stays inside of its segment. A base address that ends in a slash makes
 * paths start with two; that is tolerated.
 */
export function pathOf(request: Request): string {
  const path = rawPathOf(request)
  return path.startsWith('//') ? `/${path.replace(/^\/+/, '')}` : path
}
