import { ChatError, FILE_NAME_MAX_LENGTH, UPLOAD_MAX_BYTES, type UploadConfig } from '@parley/protocol'
import type { AppSettings } from './app.ts'
import { extensionOf, findLie, IMAGE_TYPES, typeOf, type UploadClaims } from './file-types.ts'

/** What a file was uploaded as; an image is checked for being one. */
export type UploadKind = 'file' | 'image'

/** A name as it may stand in an address and in a header: what else it had is `_`. */
export function safeFileName(fileName: string | undefined): string {
  const base = (fileName ?? '').replace(/^.*[\\/]/, '').normalize('NFC')
  const safe = base.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._]+/, '')
  if (safe.length <= FILE_NAME_MAX_LENGTH) return safe || 'file'
  const extension = extensionOf(safe)
  const tail = extension === '' ? '' : `.${extension}`
  return `${[...safe].slice(0, FILE_NAME_MAX_LENGTH - tail.length - 1).join('')}${tail}`.toWellFormed()
}

/** The rules of an app for this kind of upload. */
export function uploadConfig(settings: AppSettings, kind: UploadKind): UploadConfig {
  const config = settings.stored[kind === 'image' ? 'image_upload_config' : 'file_upload_config']
  return typeof config === 'object' && config !== null ? config : {}
}

/** Bytes that an upload may have. */
export function maxUploadBytes(config: UploadConfig): number {
  return Math.min(config.size_limit || UPLOAD_MAX_BYTES, UPLOAD_MAX_BYTES)
}

/**
 * Checks what an upload is and returns the type that it is kept as.
 * @throws ChatError `invalid_input` for one that is not what it says, is no image, or that the app does not want.
 */
export function checkUpload(kind: UploadKind, config: UploadConfig, claims: UploadClaims): string {
  const lie = findLie(claims)
  if (lie !== undefined) throw refused(lie)
  const type = typeOf(claims)
  if (kind === 'image' && !IMAGE_TYPES.includes(type)) {
    throw refused(`must be an image (${IMAGE_TYPES.map(each => each.slice(6)).join(', ')}), got ${type}`)
  }
  checkExtension(config, extensionOf(claims.fileName))
  checkType(config, type)
  return type
}

function checkExtension(config: UploadConfig, extension: string): void {
  const allowed = extensions(config.allowed_file_extensions)
  const shown = extension === '' ? 'no extension' : `the extension .${extension}`
  if (allowed.length > 0 && !allowed.includes(extension)) {
    throw refused(`has ${shown}; this app takes ${allowed.map(each => `.${each}`).join(', ')}`)
  }
  if (extensions(config.blocked_file_extensions).includes(extension)) {
    throw refused(`has ${shown}, which this app does not take`)
  }
}

/** With or without their dot. */
function extensions(list: readonly string[] | undefined): string[] {
  return (list ?? []).map(each => each.trim().toLowerCase().replace(/^\./, '')).filter(each => each !== '')
}

function checkType(config: UploadConfig, type: string): void {
  const allowed = (config.allowed_mime_types ?? []).filter(each => each !== '')
  if (allowed.length > 0 && !allowed.some(each => matches(type, each))) {
    throw refused(`is ${type}; this app takes ${allowed.join(', ')}`)
  }
  if ((config.blocked_mime_types ?? []).some(each => matches(type, each))) {
    throw refused(`is ${type}, which this app does not take`)
  }
}

/** `image/*` stands for all of them. */
function matches(type: string, pattern: string): boolean {
  const lower = pattern.trim().toLowerCase()
  return lower.endsWith('/*') ? type.startsWith(lower.slice(0, -1)) : type === lower
}

function refused(problem: string): ChatError {
  return new ChatError('invalid_input', `file ${problem}`, { details: { fields: { file: problem } } })
}
