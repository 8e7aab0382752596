import { ChatError, IMAGE_MAX_PIXELS, IMAGE_RESIZE_MAX_PIXELS } from '@parley/protocol'
import type { Metadata, Sharp } from 'sharp'
import type { ImageInfo, Images, Resize, Spooled, StoredFile } from './files.ts'
import type { DiskCache } from './resize-cache.ts'
import { sniffFile } from './sniff.ts'

/** What sharp decodes here. Other pictures are kept and served as they are. */
const DECODED: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
/** Pictures being resized at one time; each may take 16.8 million pixels of memory. */
const AT_ONCE = 2
const MAX_WAITING = 64
const SECONDS_PER_IMAGE = 20

/** Looks into pictures and resizes them with sharp, which is loaded when the first picture comes. */
export class SharpImages implements Images {
  readonly #cache: DiskCache
  /** By name: who asks for the same one waits for the same one. */
  readonly #making = new Map<string, Promise<StoredFile>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(cache: DiskCache) {
    this.#cache = cache
  }

  sniff(file: Spooled): Promise<string | undefined> {
    return sniffFile(file)
  }

  async inspect(file: Spooled, type: string): Promise<ImageInfo> {
    if (!DECODED.has(type)) return { width: undefined, height: undefined }
    const { width, height, pageHeight = height } = await headerOf(file.path)
    const info = { width, height: pageHeight }
    const pixels = info.width * info.height
    if (pixels <= IMAGE_MAX_PIXELS) return info
    throw refused(`has ${info.width} × ${info.height} pixels; ${IMAGE_MAX_PIXELS} are allowed in all`)
  }

  canResize(type: string): boolean {
    return DECODED.has(type)
  }

  async resized(etag: string, original: StoredFile, resize: Resize): Promise<StoredFile> {
    const { width = '', height = '', mode, keep } = resize
    const name = `${etag}-${width}x${height}-${mode}-${keep}`
    const found = await this.#cache.find(name)
    if (found) return found
    const making = this.#making.get(name) ?? this.#make(name, original, resize)
    this.#making.set(name, making)
    try {
      return await making
    } finally {
      this.#making.delete(name)
    }
  }

  async #make(name: string, original: StoredFile, resize: Resize): Promise<StoredFile> {
    await this.#turn()
    try {
      return await this.#cache.add(name, async path => {
        const bytes = new Uint8Array(await new Response(original.body()).arrayBuffer())
        const image = await pictureOf(bytes)
        await apply(image, resize).timeout({ seconds: SECONDS_PER_IMAGE }).toFile(path).catch(unreadable)
      })
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MAX_WAITING) throw busy()
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
    this.#running++
  }
}

/** The picture, moving where it moves and is not too big for that. */
async function pictureOf(bytes: Uint8Array): Promise<Sharp> {
  const { width, height, pages = 1, pageHeight = height } = await headerOf(bytes)
  if (width * pageHeight > IMAGE_RESIZE_MAX_PIXELS) {
    throw refused(
      `has ${width} × ${pageHeight} pixels; only pictures of up to ${IMAGE_RESIZE_MAX_PIXELS} are resized`,
    )
  }
  const animated = pages > 1 && width * pageHeight * pages <= IMAGE_RESIZE_MAX_PIXELS
  const image = await open(bytes, { limitInputPixels: IMAGE_RESIZE_MAX_PIXELS, animated })
  return animated ? image : image.autoOrient()
}

/** Reads no more than the header, so that it can tell of any size. */
async function headerOf(input: string | Uint8Array): Promise<Metadata> {
  const image = await open(input, { limitInputPixels: false })
  return image.metadata().catch(unreadable)
}

async function open(
  input: string | Uint8Array,
  options: { limitInputPixels: number | false; animated?: boolean },
): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(input, { failOn: 'error', ...options })
}

const FITS = { clip: 'inside', crop: 'cover', scale: 'fill', fill: 'contain' } as const

function apply(image: Sharp, { width, height, mode, keep }: Resize): Sharp {
  return image.resize({
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    fit: FITS[mode],
    position: keep,
    background: { r: 0, g: 0, b: 0, alpha: 0 },
    // A picture that fits in its box already gains nothing by being blown up.
    withoutEnlargement: mode === 'clip',
  })
}

function unreadable(cause: unknown): never {
  if (cause instanceof ChatError) throw cause
  throw refused('can’t be read: it is damaged or not what it says', cause)
}

function refused(problem: string, cause?: unknown): ChatError {
  const details = { fields: { 'the image': problem } }
  return new ChatError('invalid_input', `the image ${problem}`, { details, cause })
}

function busy(): ChatError {
  return new ChatError('rate_limited', 'too many pictures are being resized, try again in a second', {
    details: { retry_after: 1, endpoint: 'GetFile' },
  })
}
