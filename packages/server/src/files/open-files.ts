import { join } from 'node:path'
import type { FileStorage, Files } from './files.ts'
import { LocalSpool } from './local/local-spool.ts'
import { LocalStorage } from './local/local-storage.ts'
import { DiskCache } from './resize-cache.ts'
import { type S3Settings, S3Storage } from './s3/s3-storage.ts'
import { SharpImages } from './sharp-images.ts'

/** What resized pictures may take of this machine's disk. */
const RESIZED_MAX_BYTES = 1024 * 1024 * 1024

export interface FilesOptions {
  /** What is only on this machine: files coming in, resized pictures, and all files without `s3`. */
  readonly folder: string
  readonly s3: S3Settings | undefined
}

/** @throws Error that says why files can't be kept there */
export async function openFiles({ folder, s3 }: FilesOptions): Promise<Files> {
  const storage: FileStorage = s3 ? new S3Storage(s3) : new LocalStorage(join(folder, 'kept'))
  const spool = new LocalSpool(join(folder, 'incoming'))
  await storage.check()
  await spool.clean(Date.now())
  const images = new SharpImages(new DiskCache(join(folder, 'resized'), RESIZED_MAX_BYTES))
  return { storage, spool, images }
}
