import { deflateSync } from 'bun'

/** A PNG of that size in one colour, with noise that keeps it from becoming small. */
export function png(width: number, height: number): Buffer {
  const row = () => Buffer.concat([Buffer.from([0]), crypto.getRandomValues(Buffer.alloc(width * 3))])
  const raw = Buffer.concat(Array.from({ length: height }, row))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const zlib = Buffer.concat([Buffer.from([0x78, 0x01]), deflateSync(raw), adler32(raw)])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', zlib),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(Bun.hash.crc32(body))
  return Buffer.concat([length, body, check])
}

function adler32(data: Buffer): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(Bun.hash.adler32(data))
  return sum
}
