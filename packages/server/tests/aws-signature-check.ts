import { createHash, createHmac } from 'node:crypto'

/** What a request must be signed with. */
export interface AwsAccount {
  readonly service: 's3' | 'sqs' | 'sns'
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([a-z0-9]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** A signature is good for so long. */
const MAX_AGE_MS = 15 * 60_000

/** The code of what is wrong with a request's signature (AWS Signature Version 4), of which every byte is checked. */
export function findSignatureProblem(
  request: Request,
  body: Uint8Array,
  account: AwsAccount,
): string | undefined {
  const [, keyId, date, region, service, names = '', signature] =
    AUTHORIZATION.exec(request.headers.get('authorization') ?? '') ?? []
  if (!keyId) return 'AccessDenied'
  if (keyId !== account.accessKeyId)
    return account.service === 's3' ? 'InvalidAccessKeyId' : 'InvalidClientTokenId'
  if (region !== account.region || service !== account.service) return 'AuthorizationHeaderMalformed'
  const at = request.headers.get('x-amz-date') ?? ''
  if (!at.startsWith(`${date}T`) || isStale(at)) return 'RequestExpired'
  const payload = request.headers.get('x-amz-content-sha256') ?? (service === 's3' ? '' : sha256(body))
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const signed = names.split(';')
  if (!signed.includes('host') || !signed.includes('x-amz-date')) return 'AccessDenied'
  const canonical = [
    request.method,
    canonicalPath(new URL(request.url).pathname, account),
    canonicalQuery(request.url),
    ...signed.map(name => `${name}:${(request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    payload,
  ].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const keys = [date ?? '', region ?? '', service ?? '', 'aws4_request']
  const key = keys.reduce<string | Buffer>(hmac, `AWS4${account.secretAccessKey}`)
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

function isStale(at: string): boolean {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at) ?? []
  const atMs = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
  return !(Math.abs(Date.now() - atMs) < MAX_AGE_MS)
}

/** Only S3 takes the path as it is sent. */
function canonicalPath(path: string, { service }: AwsAccount): string {
  return service === 's3' ? path : path.split('/').map(encodeURIComponent).join('/')
}

function canonicalQuery(url: string): string {
  const pairs = [...new URL(url).searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return pairs.sort().join('&')
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
