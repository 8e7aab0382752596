import { expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from '@parley/testkit'
import sharp from 'sharp'
import { openBucket, type S3Access } from './s3-bucket.ts'
import { settled } from './settled.ts'
import { picture, upload } from './uploads.ts'

const config = ({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Access) => ({
  s3Endpoint: endpoint,
  s3Bucket: bucket,
  s3Region: region,
  s3AccessKeyId: accessKeyId,
  s3SecretAccessKey: secretAccessKey,
})

test('files lie in a bucket when one is configured', async () => {
  using s3 = await openBucket()
  await using server = await startServer({ config: config(s3.access) })
  const who = { apiKey: server.apiKey, token: server.serverToken }
  const photo = await picture(40, 20)
  const { body } = await upload(server.url, who, '/uploads/image', { name: 'a.png', content: photo })
  const url = String(body.file)
  expect(await s3.keys()).toEqual([expect.stringMatching(/^1\/images\/[\w-]{22}$/)])
  const whole = await fetch(url)
  expect(photo.equals(await whole.bytes())).toBe(true)
  const part = await fetch(url, { headers: { Range: 'bytes=1-3' } })
  expect([part.status, await part.text()]).toEqual([206, 'PNG'])
  const { width } = await sharp(await (await fetch(`${url}&w=10`)).bytes()).metadata()
  expect(width).toBe(10)
  const left = await readdir(join(server.folder, 'uploads'), { recursive: true, withFileTypes: true })
  expect(left.filter(entry => entry.isFile()).map(entry => entry.parentPath)).toEqual([
    join(server.folder, 'uploads', 'resized'),
  ])
  await server.ok('DELETE /uploads/image', undefined, { query: { url } })
  expect(await s3.keys()).toEqual([])
  expect((await fetch(url)).status).toBe(404)
})

test('a big file goes there in parts', async () => {
  using s3 = await openBucket()
  await using server = await startServer({ config: config(s3.access) })
  const who = { apiKey: server.apiKey, token: server.serverToken }
  const content = randomBytes(65_536)
  const big = Buffer.alloc(20 * 1024 * 1024, content.toString('latin1'), 'latin1')
  const { body } = await upload(server.url, who, '/uploads/file', { name: 'big.bin', content: big })
  const [key = ''] = await s3.keys()
  // Of what came in parts the tag ends with their number.
  const { size, etag } = await s3.client.stat(key)
  expect(size).toBe(big.length)
  expect(etag).toMatch(/-[2-9]"?$/)
  const got = Buffer.from(await (await fetch(String(body.file))).bytes())
  expect(got.equals(big)).toBe(true)
})

test('exports lie there, too', async () => {
  using s3 = await openBucket()
  await using server = await startServer({ config: config(s3.access) })
  await server.upsertUsers({ id: 'alice' })
  const { task_id } = await server.ok('POST /export/users', { user_ids: ['alice'] })
  const { result } = await settled(server, task_id)
  expect(result).toMatchObject({ s3_bucket_name: s3.access.bucket })
  const { url, path } = result as { url: string; path: string }
  expect(await s3.keys()).toEqual([path])
  expect(await (await fetch(url)).text()).toContain('"id":"alice"')
})

test('a bucket that can’t be used is refused at start, by the settings’ names', async () => {
  using s3 = await openBucket()
  const wrong = [
    { ...s3.access, secretAccessKey: 'not-the-secret' },
    { ...s3.access, accessKeyId: 'nobody' },
    { ...s3.access, bucket: 'no-such-bucket' },
  ]
  for (const access of wrong) {
    await expect(startServer({ config: config(access) })).rejects.toThrow(
      /can't be kept in the bucket .*PARLEY_S3_/,
    )
  }
  const nowhere = { ...config(s3.access), s3Endpoint: 'http://127.0.0.1:9' }
  await expect(startServer({ config: nowhere })).rejects.toThrow('PARLEY_S3_')
})
