import { S3Client } from 'bun'
import { S3Server } from './s3-server.ts'

/** How a bucket is reached, and by whom. */
export interface S3Access {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A bucket for tests: of the service that `PARLEY_TEST_S3_ENDPOINT` names, or of one in memory. */
export interface S3Bucket extends Disposable {
  readonly access: S3Access
  /** What anybody with the credentials sees. */
  readonly client: S3Client
  /** What lies in there, but for the server's sign. */
  keys(): Promise<string[]>
}

const ACCOUNT = {
  bucket: 'parley-files',
  region: 'eu-central-1',
  accessKeyId: 'test-access-key',
  secretAccessKey: 'test/secret+key=of-many-characters',
}

/** An empty bucket. */
export async function openBucket(): Promise<S3Bucket> {
  const real = realAccess()
  const memory = real ? undefined : new S3Server(ACCOUNT)
  const access = real ?? { ...ACCOUNT, endpoint: memory?.url ?? '' }
  const client = new S3Client(access)
  const list = async () => ((await client.list()).contents ?? []).map(({ key }) => key)
  for (const key of await list()) await client.delete(key)
  return {
    access,
    client,
    keys: async () => (await list()).filter(key => key !== 'parley-is-here'),
    [Symbol.dispose]: () => memory?.[Symbol.dispose](),
  }
}

function realAccess(): S3Access | undefined {
  const { PARLEY_TEST_S3_ENDPOINT: endpoint } = process.env
  if (endpoint === undefined) return undefined
  const setting = (name: string) => {
    const value = process.env[`PARLEY_TEST_S3_${name}`]
    if (!value) throw new Error(`PARLEY_TEST_S3_${name} is needed beside PARLEY_TEST_S3_ENDPOINT`)
    return value
  }
  return {
    endpoint,
    bucket: setting('BUCKET'),
    region: process.env.PARLEY_TEST_S3_REGION ?? 'us-east-1',
    accessKeyId: setting('ACCESS_KEY_ID'),
    secretAccessKey: setting('SECRET_ACCESS_KEY'),
  }
}
