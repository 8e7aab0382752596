import { S3Client } from 'bun'
import type { FileStorage, Spooled, StoredFile } from '../files.ts'

/** How an S3-compatible service is reached. */
export interface S3Settings {
  /** Such as `https://s3.eu-central-1.amazonaws.com`; the bucket is a part of the path. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Parts in which big files are sent. */
const PART_BYTES = 8 * 1024 * 1024

/** Files in a bucket of an S3-compatible service. */
export class S3Storage implements FileStorage {
  readonly bucket: string
  readonly #client: S3Client

  constructor(settings: S3Settings) {
    this.bucket = settings.bucket
    this.#client = new S3Client(settings)
  }

  async put(key: string, file: Spooled): Promise<void> {
    const type = 'application/octet-stream'
    if (file.sizeBytes <= PART_BYTES) {
      await this.#client.write(key, await Bun.file(file.path).bytes(), { type })
      return
    }
    const writer = this.#client.file(key).writer({ partSize: PART_BYTES, queueSize: 2, retry: 3, type })
    for await (const chunk of Bun.file(file.path).stream()) {
      writer.write(chunk)
      await writer.flush()
    }
    await writer.end()
  }

  async open(key: string): Promise<StoredFile | undefined> {
    const file = this.#client.file(key)
    try {
      const { size: sizeBytes } = await file.stat()
      return {
        sizeBytes,
        body: (start = 0, end = sizeBytes) =>
          (start === 0 && end === sizeBytes ? file : file.slice(start, end)).stream(),
      }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async delete(key: string): Promise<void> {
    try {
      await this.#client.delete(key)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }

  async check(): Promise<void> {
    try {
      // Reading what is not there would prove little: some services say that it is forbidden.
      await this.#client.write(PROBE, 'Parley keeps its files here.\n')
      await this.#client.file(PROBE).bytes()
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
      throw new Error(`the service answers ${code}`, { cause })
    }
  }
}

/** Also tells people who look into the bucket whose it is. */
const PROBE = 'parley-is-here'

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(NoSuchKey|NotFound|ERR_S3_FILE_NOT_FOUND|404)$/.test(String(error.code))
  )
}
