import { ERROR_CODES, type ErrorName } from '@parley/protocol'
import type { HostileRequest } from './requests.ts'
import type { WireReply } from './wire.ts'

const STATUS_OF = new Map<number, number>(
  Object.keys(ERROR_CODES).map(name => [
    ERROR_CODES[name as ErrorName][0],
    ERROR_CODES[name as ErrorName][1],
  ]),
)

/**
 * What must hold of every answer, whatever was asked.
 * @throws Error saying what does not.
 */
export function checkReply(request: HostileRequest, reply: WireReply | undefined): void {
  // Half a body ends with the connection: the server may answer or hang up.
  if (!reply && request.framing === 'short') return
  if (!reply) throw new Error('the connection was closed without an answer')
  if (reply.status >= 500) throw new Error(`answered ${reply.status}: ${reply.text.slice(0, 1000)}`)
  if (request.method === 'HEAD' || isPage(request, reply)) return
  const body = toObject(reply)
  if (typeof body.duration !== 'string')
    throw new Error(`an answer without duration: ${reply.text.slice(0, 500)}`)
  if (reply.status >= 300) checkError(body, reply.status)
}

/** The runtime resolves `..` in a path, and may arrive at a page for people. */
function isPage({ target }: HostileRequest, { status, headers }: WireReply): boolean {
  const [path = ''] = target.split('?', 1)
  return (
    status === 200 &&
    headers.get('content-type')?.startsWith('text/html') === true &&
    /\/(\.|%2e)+(\/|$)/i.test(path)
  )
}

function toObject({ status, text }: WireReply): Record<string, unknown> {
  const body: unknown = JSON.parse(text)
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>
  throw new Error(`answered ${status} without a JSON object: ${text.slice(0, 500)}`)
}

/** The body of an error, in a reply or in a frame. */
export function checkError(body: Readonly<Record<string, unknown>>, status = Number(body.StatusCode)): void {
  const complain = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify(body).slice(0, 1000)}`)
  }
  const { code, message, details, exception_fields } = body
  if (body.StatusCode !== status) complain(`StatusCode is not the status ${status}`)
  if (typeof code !== 'number' || STATUS_OF.get(code) !== status)
    complain(`code does not belong to ${status}`)
  if (typeof message !== 'string' || message.length < 10) {
    throw new Error(`a message that says nothing: ${JSON.stringify(body)}`)
  }
  if (message.length > 3000) complain('an endless message')
  if (code !== 16 && /undefined|\[object |TypeError|SQLITE|at \w+ \(/.test(withoutQuotes(message)))
    complain('a message from inside')
  if (code !== 4) return
  const fields = Object.keys((details as { fields?: object } | undefined)?.fields ?? {})
  if (fields.length === 0) complain('no field is named')
  if (!fields.some(field => message.includes(field))) complain('the message does not name the field')
  if (JSON.stringify(Object.keys(exception_fields ?? {})) !== JSON.stringify(fields))
    complain('exception_fields differ')
}

/** What the client itself sent may say anything. */
function withoutQuotes(message: string): string {
  return message.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
}
