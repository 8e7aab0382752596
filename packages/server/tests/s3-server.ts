import { createHash } from 'node:crypto'
import { findSignatureProblem } from './aws-signature-check.ts'

/** What a request must be signed with. */
export interface S3Account {
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

interface Answer {
  readonly status: number
  readonly body?: string | Uint8Array
  readonly headers?: Record<string, string>
}

/**
 * An S3 service of one bucket in memory, path-style, for tests: objects whole and in parts, ranges, and
 * AWS Signature Version 4, of which every byte is checked. Source: the public Amazon S3 API Reference.
 */
export class S3Server implements Disposable {
  readonly objects = new Map<string, Uint8Array>()
  /** Method and query of every request that was signed right: `PUT partNumber=1&uploadId=…`. */
  readonly seen: string[] = []
  readonly #account: S3Account
  readonly #uploads = new Map<string, Map<number, Uint8Array>>()
  readonly #server: ReturnType<typeof Bun.serve>

  constructor(account: S3Account) {
    this.#account = account
    this.#server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: async request => {
        const { status, body, headers } = await this.#answer(request)
        return new Response(request.method === 'HEAD' ? null : (body ?? null), {
          status,
          ...(headers && { headers }),
        })
      },
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  [Symbol.dispose](): void {
    this.#server.stop(true)
  }

  async #answer(request: Request): Promise<Answer> {
    const body = await request.bytes()
    const wrong = findSignatureProblem(request, body, { ...this.#account, service: 's3' })
    if (wrong) return failed(403, wrong)
    const { pathname, search, searchParams } = new URL(request.url)
    const [, bucket, ...rest] = pathname.split('/')
    if (bucket !== this.#account.bucket) return failed(404, 'NoSuchBucket')
    this.seen.push(`${request.method} ${search.slice(1)}`.trim())
    const key = decodeURIComponent(rest.join('/'))
    if (searchParams.has('uploads') || searchParams.has('uploadId')) {
      return this.#part(request.method, key, searchParams, body)
    }
    return this.#object(request, key, body)
  }

  #object({ method, headers }: Request, key: string, body: Uint8Array): Answer {
    if (method === 'PUT') {
      this.objects.set(key, body)
      return { status: 200, headers: { etag: etagOf(body) } }
    }
    if (method === 'DELETE') {
      this.objects.delete(key)
      return { status: 204 }
    }
    const object = this.objects.get(key)
    if (!object) return failed(404, 'NoSuchKey')
    if (method === 'HEAD') {
      return { status: 200, headers: { etag: etagOf(object), 'content-length': String(object.length) } }
    }
    return partly(object, headers.get('range'))
  }

  /** A big object in parts: begun, sent part by part, put together or given up. */
  #part(method: string, key: string, query: URLSearchParams, body: Uint8Array): Answer {
    if (query.has('uploads')) {
      const id = crypto.randomUUID()
      this.#uploads.set(id, new Map())
      return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
    }
    const id = query.get('uploadId') ?? ''
    const parts = this.#uploads.get(id)
    if (!parts) return failed(404, 'NoSuchUpload')
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body)
      return { status: 200, headers: { etag: etagOf(body) } }
    }
    this.#uploads.delete(id)
    if (method === 'DELETE') return { status: 204 }
    const named = [...new TextDecoder().decode(body).matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(
      ([, n]) => Number(n),
    )
    const found = named.map(number => parts.get(number))
    if (named.length === 0 || found.some(part => !part)) return failed(400, 'InvalidPart')
    if (found.slice(0, -1).some(part => (part?.length ?? 0) < 5 * 1024 * 1024))
      return failed(400, 'EntityTooSmall')
    this.objects.set(key, Buffer.concat(found.map(part => part ?? new Uint8Array())))
    return xml(
      `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"${id}"</ETag></CompleteMultipartUploadResult>`,
    )
  }
}

const etagOf = (data: Uint8Array): string => `"${createHash('md5').update(data).digest('hex')}"`
const xml = (body: string): Answer => ({
  status: 200,
  body: `<?xml version="1.0"?>${body}`,
  headers: { 'content-type': 'application/xml' },
})

function failed(status: number, code: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`), status }
}

function partly(object: Uint8Array, range: string | null): Answer {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return { status: 200, body: object, headers: { etag: etagOf(object) } }
  const end = last ? Math.min(Number(last) + 1, object.length) : object.length
  const headers = { 'content-range': `bytes ${first}-${end - 1}/${object.length}`, etag: etagOf(object) }
  return { status: 206, body: object.subarray(Number(first), end), headers }
}
