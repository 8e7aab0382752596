import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { OperatorError } from '../util/operator-error.ts'

/** How app secrets are kept in the database. */
export interface SecretBox {
  /** What to store. `owner` binds it to its row: it opens nowhere else. */
  seal(secret: string, owner: string): string
  /** @throws OperatorError when the text was sealed with another master key or for another owner. */
  open(stored: string, owner: string): string
}

const PREFIX = 'aes-256-gcm:'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals with AES-256-GCM when a master key (32 bytes, hexadecimal or base64) is given, and keeps
 * secrets plain otherwise. With a key, plain ones from before are still read.
 */
export function createSecretBox(masterKey: string | undefined): SecretBox {
  const key = masterKey === undefined ? undefined : masterKeyBytes(masterKey)
  return {
    seal: (secret, owner) => (key ? PREFIX + seal(key, secret, owner) : secret),
    open: (stored, owner) => {
      if (!stored.startsWith(PREFIX)) return stored
      if (!key) {
        throw new OperatorError(
          'app secrets in this database are encrypted: set PARLEY_MASTER_KEY to the key they were stored with',
        )
      }
      return open(key, stored.slice(PREFIX.length), owner)
    },
  }
}

function seal(key: Buffer, secret: string, owner: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

function open(key: Buffer, text: string, owner: string): string {
  const bytes = Buffer.from(text, 'base64')
  const iv = bytes.subarray(0, IV_BYTES)
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag)
    const sealed = bytes.subarray(IV_BYTES + TAG_BYTES)
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new OperatorError(
      'an app secret does not open: PARLEY_MASTER_KEY is not the one it was stored with; set that one',
      { cause },
    )
  }
}

function masterKeyBytes(masterKey: string): Buffer {
  const hex = /^[0-9a-fA-F]{64}$/.test(masterKey)
  const bytes = Buffer.from(masterKey, hex ? 'hex' : 'base64')
  if (bytes.length !== 32) throw new Error('PARLEY_MASTER_KEY takes 32 bytes, hexadecimal or base64')
  return bytes
}
