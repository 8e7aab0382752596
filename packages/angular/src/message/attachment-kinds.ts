import type { Attachment } from '@parley/client'
import { safeLink, safeMedia } from './safe-url'

/** A picture of a gallery. */
export interface GalleryImage {
  readonly url: string
  readonly title: string
  /** Of the picture itself, in px, where it is told: the place for it can be kept. */
  readonly width?: number
  readonly height?: number
}

/** Something that can be opened or played. */
export interface MediaFile {
  readonly kind: 'file' | 'video' | 'audio'
  /** Undefined when the address is missing, or none that may be opened. */
  readonly url: string | undefined
  readonly title: string
  readonly mimeType: string
  readonly sizeBytes?: number
  readonly posterUrl?: string
}

/** A page, or something of a kind that is not known here. */
export interface LinkCard {
  readonly kind: 'card'
  readonly url: string | undefined
  readonly title: string
  readonly text: string
  readonly source: string
  readonly imageUrl: string | undefined
  readonly actions: NonNullable<Attachment['actions']>
}

/** A message's attachments by how they are shown, each in its order. */
export interface AttachmentsView {
  readonly images: readonly GalleryImage[]
  readonly others: readonly (MediaFile | LinkCard)[]
}

/** How a message's attachments are shown. */
export function viewOf(attachments: readonly Attachment[]): AttachmentsView {
  const images: GalleryImage[] = []
  const others: (MediaFile | LinkCard)[] = []
  for (const attachment of attachments) {
    const image = imageOf(attachment)
    if (image) images.push(image)
    else others.push(isCard(attachment) ? cardOf(attachment) : fileOf(attachment))
  }
  return { images, others }
}

function imageOf(attachment: Attachment): GalleryImage | undefined {
  if (attachment.type !== 'image' || attachment.og_scrape_url || attachment.actions?.length) return undefined
  const url = safeMedia(attachment.image_url ?? attachment.asset_url ?? attachment.thumb_url)
  if (!url) return undefined
  const { original_width: width, original_height: height } = attachment
  const hasSize = isLength(width) && isLength(height)
  const title = textOf(attachment.title) || textOf(attachment.fallback)
  return { url, title, ...(hasSize && { width, height }) }
}

const FILE_KINDS: Readonly<Record<string, MediaFile['kind']>> = {
  file: 'file',
  video: 'video',
  audio: 'audio',
  voiceRecording: 'audio',
}

/** Pages, and everything whose kind says nothing here. */
function isCard({ type = '', asset_url, og_scrape_url, actions }: Attachment): boolean {
  if (og_scrape_url || actions?.length) return true
  return !(type in FILE_KINDS) && !(type === '' && asset_url)
}

function fileOf(attachment: Attachment): MediaFile {
  const { type = '', asset_url, mime_type, thumb_url, title, fallback, file_size } = attachment
  const posterUrl = safeMedia(thumb_url)
  return {
    kind: FILE_KINDS[type] ?? 'file',
    url: safeMedia(asset_url),
    title: textOf(title) || textOf(fallback) || nameIn(asset_url),
    mimeType: textOf(mime_type),
    ...(isLength(Number(file_size)) && { sizeBytes: Number(file_size) }),
    ...(posterUrl && { posterUrl }),
  }
}

function cardOf(attachment: Attachment): LinkCard {
  const { title_link, og_scrape_url, asset_url, image_url, thumb_url, author_name, actions } = attachment
  const url = safeLink(title_link) ?? safeLink(og_scrape_url) ?? safeLink(asset_url) ?? safeLink(image_url)
  return {
    kind: 'card',
    url,
    title: textOf(attachment.title) || textOf(attachment.fallback),
    text: textOf(attachment.text),
    source: textOf(author_name),
    imageUrl: safeMedia(image_url ?? thumb_url),
    actions: Array.isArray(actions) ? actions : [],
  }
}

/** Attachments are what their senders made of them: a title may be anything. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The last part of an address, as people wrote it. */
function nameIn(url: unknown): string {
  if (typeof url !== 'string' || !URL.canParse(url)) return ''
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}
