import type { Reply } from '@parley/testkit'
import sharp from 'sharp'

/** Somebody who uploads: a person, or the test's server as a backend. */
export interface Uploader {
  readonly apiKey: string
  readonly token: string | undefined
}

export interface Form {
  readonly name?: string
  readonly type?: string
  readonly content: string | Uint8Array
  /** The part `user`; not sent unless given. */
  readonly user?: string
  /** The file before the user, as one SDK sends them. */
  readonly fileFirst?: boolean
}

/** A multipart body as the documented SDKs write it. */
export function formBody({ name = 'helloworld.txt', type, content, user, fileFirst }: Form): Uint8Array {
  const file = [
    `--bound\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n`,
    type === undefined ? '\r\n' : `Content-Type: ${type}\r\n\r\n`,
    content,
    '\r\n',
  ]
  const userPart =
    user === undefined ? [] : [`--bound\r\nContent-Disposition: form-data; name="user"\r\n\r\n${user}\r\n`]
  const parts = fileFirst ? [...file, ...userPart] : [...userPart, ...file]
  return Buffer.concat([...parts, '--bound--\r\n'].map(part => Buffer.from(part)))
}

export async function upload(
  base: string,
  who: Uploader,
  path: string,
  form: Form | Uint8Array,
): Promise<Reply> {
  const response = await fetch(`${base}${path}?api_key=${who.apiKey}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'multipart/form-data; boundary=bound',
      'Stream-Auth-Type': 'jwt',
      Authorization: who.token ?? '',
    },
    body: form instanceof Uint8Array ? form : formBody(form),
  })
  return {
    status: response.status,
    body: (await response.json()) as Reply['body'],
    headers: response.headers,
  }
}

/** A picture of one colour. */
export function picture(
  width: number,
  height: number,
  format: 'png' | 'jpeg' | 'gif' | 'webp' = 'png',
): Promise<Buffer> {
  const create = { width, height, channels: 3, background: { r: 200, g: 30, b: 60 } } as const
  return sharp({ create }).toFormat(format).toBuffer()
}

/** A PNG whose header says how many pixels it has, and that has none of them. */
export async function pretendedPicture(width: number, height: number): Promise<Buffer> {
  const png = Buffer.from(await picture(1, 1))
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(Bun.hash.crc32(png.subarray(12, 29)), 29)
  return png
}
