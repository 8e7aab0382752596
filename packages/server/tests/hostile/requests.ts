import fc from 'fast-check'
import { mutatedJson } from './json-text.ts'
import { SchemaValues } from './schemas.ts'
import { oddText } from './tokens.ts'
import type { Operation, World } from './world.ts'

/** A request, to be written out byte by byte. */
export interface HostileRequest {
  /** The endpoint it was made for. */
  readonly operation: string
  readonly caller: string
  readonly method: string
  readonly target: string
  readonly headers: readonly string[]
  readonly body: string | Uint8Array
  /** How the body is sent; a short one promises more bytes than it has. */
  readonly framing: 'length' | 'chunked' | 'short' | 'none'
}

/** Requests to every endpoint there is. */
export function requests(world: World): fc.Arbitrary<HostileRequest> {
  const values = new SchemaValues(world.components, field => world.known(field))
  return fc.oneof(...world.operations.map(operation => requestTo(world, operation, values)))
}

function requestTo(world: World, operation: Operation, values: SchemaValues): fc.Arbitrary<HostileRequest> {
  const { isUpload } = operation
  const body = isUpload
    ? uploads
    : operation.body
      ? mutatedJson(values.of(operation.body))
      : fc.constantFrom('', '', '{}', 'x')
  return fc
    .record({
      method: fc.oneof({ weight: 60, arbitrary: fc.constant(operation.method) }, fc.constantFrom(...METHODS)),
      path: pathOf(world, operation),
      query: queryOf(world, operation),
      body,
      caller: fc.constantFrom(...world.tokens()),
      apiKey: fc.oneof({ weight: 60, arbitrary: fc.constant(world.server.apiKey) }, oddText),
      contentType: fc.oneof(
        { weight: 25, arbitrary: fc.constant(isUpload ? UPLOAD_TYPE : 'application/json') },
        fc.constantFrom(...CONTENT_TYPES),
      ),
      extra: fc.oneof({ weight: 15, arbitrary: fc.constant('') }, fc.constantFrom(...ODD_HEADERS)),
      framing: fc.oneof(
        { weight: 16, arbitrary: fc.constant('length' as const) },
        { weight: 4, arbitrary: fc.constant('chunked' as const) },
        { weight: 1, arbitrary: fc.constantFrom('short' as const, 'none' as const) },
      ),
    })
    .map(parts => {
      const isPayload = operation.method === 'GET' && operation.body !== undefined
      const payload = isPayload ? `&payload=${percentEncoded(parts.body).slice(0, 8000)}` : ''
      const [caller, token] = parts.caller
      const authType = caller === 'anonymous' ? 'anonymous' : 'jwt'
      return {
        operation: `${operation.method} ${operation.path}`,
        caller,
        method: parts.method,
        target: `${parts.path}?api_key=${encodeURIComponent(toWellFormed(parts.apiKey)).slice(0, 400)}${parts.query}${payload}`,
        headers: [
          `Stream-Auth-Type: ${authType}`,
          ...(token === undefined ? [] : [`Authorization: ${token}`]),
          ...(parts.contentType === '' ? [] : [`Content-Type: ${parts.contentType}`]),
          ...(parts.extra === '' ? [] : [parts.extra]),
        ],
        body: isPayload ? '' : parts.body,
        framing: isPayload ? 'none' : parts.framing,
      }
    })
}

const UPLOAD_TYPE = 'multipart/form-data; boundary=bound'

const CONTENTS = [
  'hello',
  '<html><script>alert(1)</script>',
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x02\0\0\0',
  'GIF89a\xff\xff\xff\xff\x80\0\0',
  '\xff\xd8\xff\xe0\0\x10JFIF\0',
  'PK\x03\x04\x14\0\0\0',
  'MZ\x90\0',
  '%PDF-1.7',
  '',
  '--bound',
] as const

/** Forms with a file: whole ones, ones in another order, and pieces of some. */
const uploads: fc.Arbitrary<string | Uint8Array> = fc
  .record({
    name: fc.oneof(fc.constantFrom('a.png', 'a.txt', 'a.svg', 'a', '../a', 'a"b;c.html'), oddText),
    type: fc.constantFrom('', 'image/png', 'text/html', 'application/octet-stream', ';;'),
    content: fc.oneof(fc.constantFrom(...CONTENTS), oddText),
    user: fc.oneof(fc.constantFrom('{"id":"alice"}', '[]', '{}', 'null', '{', '{"id":"!"}'), oddText),
    fileFirst: fc.boolean(),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ name, type, content, user, fileFirst, cut }) => {
    const typeLine = type === '' ? '' : `Content-Type: ${type}\r\n`
    const file = `--bound\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n${typeLine}\r\n${content}\r\n`
    const who = `--bound\r\nContent-Disposition: form-data; name="user"\r\n\r\n${user}\r\n`
    const bytes = Buffer.from(`${fileFirst ? file + who : who + file}--bound--\r\n`, 'latin1')
    return bytes.subarray(0, Math.ceil(bytes.length * cut))
  })

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'TRACE', 'SEARCH', 'PROPFIND'] as const

const CONTENT_TYPES = [
  '',
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'APPLICATION/JSON',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '/',
  ';;;',
  '\u{1f600}',
  'x'.repeat(500),
] as const

const ODD_HEADERS = [
  'Origin: null',
  'Origin: \u{1f600}',
  'X-Request-Id: {"a":1}',
  'X-Request-Id: caf\u00e9',
  'X-Forwarded-For: 1.2.3.4, nonsense, ::1',
  'X-Stream-Client: \u{1f600}',
  'X-Stream-Ext: {}',
  'X-Api-Key: other',
  'Accept: text/html',
  'Accept-Encoding: nonsense',
  'Content-Encoding: gzip',
  'Cookie: a=b; =; ;',
  'Range: bytes=0-1',
  'If-None-Match: *',
  'Upgrade: h2c',
  'Stream-Auth-Type: nonsense',
  'Authorization: Bearer',
  'Expect: 100-continue',
] as const

function pathOf(world: World, { path }: Operation): fc.Arbitrary<string> {
  const segments = path.split('/').map(segment => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name === undefined) return fc.constant(segment)
    const good = fc.constantFrom(...world.pathValues(path, name)).map(encodeURIComponent)
    return fc.oneof({ weight: 20, arbitrary: good }, { weight: 1, arbitrary: oddSegment })
  })
  const right = fc.tuple(...segments).map(parts => parts.join('/'))
  return fc.oneof(
    { weight: 40, arbitrary: right },
    right.map(text => `/${text}`),
    right.map(text => `${text}/`),
  )
}

const oddSegment = fc.oneof(
  oddText.map(text => encodeURIComponent(toWellFormed(text)).slice(0, 3000)),
  fc.constantFrom(
    '%',
    '%%',
    '%zz',
    '%ff',
    '%ED%A0%80',
    '%00',
    '%2F',
    '%2e%2e',
    '%25',
    'a%',
    '+',
    ';a=b',
    '~',
    '*',
  ),
)

/** The parameters an operation has, right and wrong, and some that it has not. */
function queryOf(world: World, { parameters }: Operation): fc.Arbitrary<string> {
  const own = parameters.filter(parameter => parameter.in === 'query' && parameter.name !== 'payload')
  const names = [
    ...own.map(({ name }) => name),
    'user_id',
    'connection_id',
    'limit',
    'stream-auth-type',
    '__proto__',
    '',
  ]
  const pair = fc.constantFrom(...names).chain(name => {
    const known = [...world.known(name).map(String), 'true', '1', '']
    const value = fc
      .oneof(fc.constantFrom(...known), oddText)
      .map(text => encodeURIComponent(toWellFormed(text)))
    return fc
      .oneof({ weight: 12, arbitrary: value }, oddSegment)
      .map(text => `&${encodeURIComponent(name)}=${text.slice(0, 1500)}`)
  })
  const useful = own
    .filter(({ name }) => /^(ids?|user_id|target_user_id|url|type)$/.test(name))
    .map(({ name }) => fc.constantFrom(...world.known(name).map(known => `&${name}=${known}`), ''))
  const some = fc.oneof(fc.constant([]), fc.array(pair, { maxLength: 3 }))
  const right = fc.tuple(fc.tuple(...useful), some).map(([first, more]) => [...first, ...more].join(''))
  return fc.oneof(
    { weight: 20, arbitrary: right },
    fc.constantFrom('&', '&&=&', '&%', '&a[]=1&a[b]=2', '&=', '&?', '&#x'),
  )
}

function percentEncoded(text: string | Uint8Array): string {
  if (typeof text === 'string') return encodeURIComponent(toWellFormed(text))
  return Array.from(text, byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

function toWellFormed(text: string): string {
  return text.toWellFormed()
}

/** The request as it stands on the wire. */
export function toBytes({ method, target, headers, body, framing }: HostileRequest): Uint8Array {
  const content = Buffer.from(body)
  const promised = framing === 'short' ? content.length + 10 : content.length
  const length =
    framing === 'chunked'
      ? 'Transfer-Encoding: chunked'
      : framing === 'none'
        ? ''
        : `Content-Length: ${promised}`
  const head = [`${method} ${target} HTTP/1.1`, 'Host: chat.example', ...headers, length]
  const lines = head.filter(line => line !== '').join('\r\n')
  const sent = framing === 'chunked' ? chunked(content) : framing === 'none' ? Buffer.alloc(0) : content
  return Buffer.concat([Buffer.from(`${lines}\r\n\r\n`), sent])
}

function chunked(content: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < content.length; at += 1000) {
    const part = content.subarray(at, at + 1000)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}
