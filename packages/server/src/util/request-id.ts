const PREFIX = Math.random().toString(36).slice(2, 10).padEnd(8, '0')
const GIVEN = /^[\w.:-]{1,64}$/

let count = 0

/** The id a proxy gave the request, or a new one: unique on this node, and between nodes by its prefix. */
export function nextRequestId(request: Request): string {
  const given = request.headers.get('x-request-id')
  if (given !== null && GIVEN.test(given)) return given
  count += 1
  return `${PREFIX}-${count.toString(36)}`
}
