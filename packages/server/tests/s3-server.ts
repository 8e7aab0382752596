import { createHash } from 'node:crypto'
import { findSignatureProblem } from './aws-signature-check.ts'

/** What a request must be signed with. */
export interface S3Account {
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string
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
  readonly #objects = new Map<string, StoredObject>()
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
    const { pathname, searchParams } = new URL(request.url)
    const [, bucket, ...rest] = pathname.split('/')
    if (bucket !== this.#account.bucket) return failed(404, 'NoSuchBucket')
    const key = decodeURIComponent(rest.join('/'))
    if (searchParams.has('uploads') || searchParams.has('uploadId')) {
      return this.#part(request.method, key, searchParams, body)
    }
    return key === '' ? this.#list(request) : this.#object(request, key, body)
  }

  /** All of them at once. */
  #list({ method }: Request): Answer {
    if (method !== 'GET') return failed(405, 'MethodNotAllowed')
    const contents = [...this.#objects].map(
      ([key, { bytes, etag }]) =>
        `<Contents><Key>${key}</Key><ETag>${etag}</ETag><Size>${bytes.length}</Size></Contents>`,
    )
    const count = `<KeyCount>${contents.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>`
    const { bucket } = this.#account
    return xml(`<ListBucketResult><Name>${bucket}</Name>${count}${contents.join('')}</ListBucketResult>`)
  }

  #object({ method, headers }: Request, key: string, body: Uint8Array): Answer {
    if (method === 'PUT') {
      const etag = etagOf(body)
      this.#objects.set(key, { bytes: body, etag })
      return { status: 200, headers: { etag } }
    }
    if (method === 'DELETE') {
      this.#objects.delete(key)
      return { status: 204 }
    }
    const object = this.#objects.get(key)
    if (!object) return failed(404, 'NoSuchKey')
    if (method === 'HEAD') {
      return { status: 200, headers: { etag: object.etag, 'content-length': String(object.bytes.length) } }
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
    const bytes = Buffer.concat(found.map(part => part ?? new Uint8Array()))
    const etag = `${etagOf(bytes).slice(0, -1)}-${found.length}"`
    this.#objects.set(key, { bytes, etag })
    return xml(
      `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>${etag}</ETag></CompleteMultipartUploadResult>`,
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

function partly({ bytes, etag }: StoredObject, range: string | null): Answer {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return { status: 200, body: bytes, headers: { etag } }
  const end = last ? Math.min(Number(last) + 1, bytes.length) : bytes.length
  const headers = { 'content-range': `bytes ${first}-${end - 1}/${bytes.length}`, etag }
  return { status: 206, body: bytes.subarray(Number(first), end), headers }
}
