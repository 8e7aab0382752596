import { createHash, createHmac } from 'node:crypto'

/** Who signs, and for what. */
export interface AwsIdentity {
  readonly service: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A POST before it is signed. Its address has no query. */
export interface AwsPost {
  readonly url: string
  readonly contentType: string
  readonly body: Uint8Array
  readonly atMs: number
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const SIGNED = 'content-type;host;x-amz-date'

/**
 * The headers that sign a request with AWS Signature Version 4.
 * Source: AWS, "Create a signed AWS API request".
 */
export function signForAws(
  { service, region, accessKeyId, secretAccessKey }: AwsIdentity,
  post: AwsPost,
): Record<string, string> {
  // 20150830T123600Z
  const at = new Date(post.atMs).toISOString().replace(/[:-]|\.\d+/g, '')
  const scopes = [at.slice(0, 8), region, service, 'aws4_request']
  const toSign = [ALGORITHM, at, scopes.join('/'), sha256(canonicalRequest(post, at))].join('\n')
  const key = scopes.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  const signature = hmac(key, toSign).toString('hex')
  return {
    'content-type': post.contentType,
    'x-amz-date': at,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${scopes.join('/')}, SignedHeaders=${SIGNED}, Signature=${signature}`,
  }
}

function canonicalRequest({ url, contentType, body }: AwsPost, at: string): string {
  const { host, pathname } = new URL(url)
  const headers = `content-type:${contentType}\nhost:${host}\nx-amz-date:${at}\n`
  return ['POST', canonicalPath(pathname), '', headers, SIGNED, sha256(body)].join('\n')
}

/** Every service but S3 wants the path, which is encoded already, encoded once more. */
function canonicalPath(path: string): string {
  const encoded = (part: string) =>
    encodeURIComponent(part).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return path.split('/').map(encoded).join('/')
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
