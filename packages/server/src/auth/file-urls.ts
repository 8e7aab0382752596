import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { SecretBox } from './secret-box.ts'

/** What the signature in an address says. */
export type UrlState = 'good' | 'expired' | 'forged'

/** Signs addresses of files, so that whoever is given one may have the file, for a time. */
export interface FileUrls {
  /** The query that makes the address of `subject` good until then: `Expires=…&Signature=…`. */
  sign(subject: string, expiresAtSeconds: number): string
  check(subject: string, query: URLSearchParams, nowUs: number): UrlState
}

const KEY_NAME = 'file-urls'

/** Signs with a key that is made once per database and stays in it, so that every node signs alike. */
export async function openFileUrls(store: Store, box: SecretBox): Promise<FileUrls> {
  const found = await store.read.findServerKey(KEY_NAME)
  if (found !== undefined) return fileUrls(box.open(found, KEY_NAME))
  const made = box.seal(randomBytes(32).toString('hex'), KEY_NAME)
  const kept = await store.transaction(async tx => {
    await tx.insertServerKey(KEY_NAME, made)
    // Another node may have been faster.
    return (await tx.findServerKey(KEY_NAME)) ?? made
  })
  return fileUrls(box.open(kept, KEY_NAME))
}

function fileUrls(keyHex: string): FileUrls {
  const key = Buffer.from(keyHex, 'hex')
  const signatureOf = (subject: string, expires: string): Buffer =>
    createHmac('sha256', key).update(`${subject}\n${expires}`).digest()
  return {
    sign: (subject, expiresAtSeconds) => {
      const signature = signatureOf(subject, String(expiresAtSeconds)).toString('base64url')
      return `Expires=${expiresAtSeconds}&Signature=${signature}`
    },
    check: (subject, query, nowUs) => {
      const expires = query.get('Expires') ?? ''
      const given = Buffer.from(query.get('Signature') ?? '', 'base64url')
      const right = signatureOf(subject, expires)
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'forged'
      return Number(expires) * 1e6 > nowUs ? 'good' : 'expired'
    },
  }
}
