/**
 * The path of a request, still percent-encoded: segments are decoded one by one after splitting,
 * so that an encoded slash stays inside of its segment. A base address that ends in a slash makes
 * paths start with two; that is tolerated.
 */
export function pathOf(request: Request): string {
  const { url } = request
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  const path = query < 0 ? url.slice(start) : url.slice(start, query)
  return path.startsWith('//') ? `/${path.replace(/^\/+/, '')}` : path
}
