/**
 * Parts of a request's address. `new URL(request.url)` throws where the `Host` header is missing
 * (HTTP/1.0, as health checkers speak it) or is no host: such a request still has a path and a query.
 */

/** `https://chat.example`; `''` when the request names no host. */
export function originOf({ url }: Pick<Request, 'url'>): string {
  const origin = URL.parse(url)?.origin
  return origin === undefined || origin === 'null' ? '' : origin
}

/** The parameters of the query. */
export function queryOf({ url }: Pick<Request, 'url'>): URLSearchParams {
  const questionMark = url.indexOf('?')
  return new URLSearchParams(questionMark < 0 ? '' : url.slice(questionMark + 1))
}

/** The path as it was sent, percent-encoded still. */
export function rawPathOf({ url }: Pick<Request, 'url'>): string {
  const scheme = url.startsWith('/') ? -1 : url.indexOf('://')
  const start = url.indexOf('/', scheme < 0 ? 0 : scheme + 3)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  return query < 0 ? url.slice(start) : url.slice(start, query)
}
