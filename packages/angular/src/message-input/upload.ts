import type { Attachment } from '@parley/client'

/** As what a file is sent and shown. */
export type UploadKind = 'image' | 'video' | 'audio' | 'file'

/** A file that will be attached. */
export interface Upload {
  readonly id: string
  readonly name: string
  readonly sizeBytes: number | undefined
  readonly kind: UploadKind
  /** Address of a picture to show; undefined for other files. */
  readonly previewUrl: string | undefined
  readonly state: 'waiting' | 'uploading' | 'done' | 'failed'
  /** How much has gone, 0 to 1. */
  readonly progress: number
  /** Why it failed. */
  readonly error: unknown
  /** What is sent; only when it is done. */
  readonly attachment: Attachment | undefined
  /** What is uploaded; undefined for one that was attached earlier. */
  readonly file: File | undefined
  /** Whether it may fare better another time. */
  readonly canRetry: boolean
}

/** The icon of what is no picture. */
export const ICON_OF_KIND = { image: 'image', video: 'video', audio: 'audio', file: 'file' } as const

/** Pictures that every browser shows; the rest goes as files. */
const SHOWN_IMAGES = /^image\/(?:png|jpe?g|gif|webp|bmp|avif)$/

/** As what a file is sent. */
export function kindOf(mimeType: string): UploadKind {
  // the server resizes what it takes as a picture, and that is no AVIF
  if (SHOWN_IMAGES.test(mimeType)) return mimeType === 'image/avif' ? 'file' : 'image'
  if (mimeType.startsWith('video/')) return 'video'
  return mimeType.startsWith('audio/') ? 'audio' : 'file'
}

/** The attachment of an uploaded file. */
export function attachmentOf(
  { name, kind, sizeBytes }: Pick<Upload, 'name' | 'kind' | 'sizeBytes'>,
  url: string,
  { mimeType, width, height }: { mimeType: string; width?: number; height?: number },
): Attachment {
  if (kind === 'image') {
    const size = width && height ? { original_width: width, original_height: height } : {}
    return { type: 'image', image_url: url, fallback: name, ...size }
  }
  const size = sizeBytes === undefined ? {} : { file_size: sizeBytes }
  return { type: kind, asset_url: url, title: name, ...(mimeType && { mime_type: mimeType }), ...size }
}

/** An attachment that is there already, as it stands among new ones. */
export function uploadOf(attachment: Attachment, id: string): Upload {
  const { type, image_url, asset_url, thumb_url, title, fallback, file_size } = attachment
  const kind = type === 'image' || type === 'video' || type === 'audio' ? type : 'file'
  return {
    id,
    name: String(title || fallback || nameIn(image_url ?? asset_url)),
    sizeBytes: typeof file_size === 'number' ? file_size : undefined,
    kind,
    previewUrl: kind === 'image' ? (thumb_url ?? image_url) : undefined,
    state: 'done',
    progress: 1,
    error: undefined,
    attachment,
    file: undefined,
    canRetry: false,
  }
}

function nameIn(url = ''): string {
  const name = /\/([^/?#]+)(?:[?#]|$)/.exec(url)?.[1] ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Bytes that the attachments of one message may have as JSON; the server takes no more. */
const MAX_BYTES = 5 * 1024

/** How many attachments a message can have; the server takes no more. */
export const MAX_ATTACHMENTS = 30

/** The attachments as messages can carry them: all in one, unless their addresses are too long together. */
export function inMessages(attachments: readonly Attachment[]): Attachment[][] {
  const messages: Attachment[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const attachment of attachments) {
    const size = new TextEncoder().encode(JSON.stringify(attachment)).length + 1
    const current = messages.at(-1)
    if (current && bytes + size <= MAX_BYTES && current.length < MAX_ATTACHMENTS) {
      current.push(attachment)
      bytes += size
    } else {
      messages.push([attachment])
      bytes = size + 1
    }
  }
  return messages
}
