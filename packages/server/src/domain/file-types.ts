/** What files with these name extensions are. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  heics: 'image/heic-sequence',
  heif: 'image/heif',
  heifs: 'image/heif-sequence',
  jfif: 'image/jpeg',
  jpe: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  ico: 'image/x-icon',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/matroska',
  avi: 'video/vnd.avi',
  mpg: 'video/mpeg',
  mpeg: 'video/mpeg',
  ogv: 'video/ogg',
  '3gp': 'video/3gpp',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  weba: 'audio/webm',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
  tar: 'application/x-tar',
  '7z': 'application/x-7z-compressed',
  rar: 'application/x-rar-compressed',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  epub: 'application/epub+zip',
  jar: 'application/java-archive',
  apk: 'application/vnd.android.package-archive',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  exe: 'application/x-msdownload',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/jsonl',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  xml: 'application/xml',
}

/** Pictures that may be uploaded as such. */
export const IMAGE_TYPES: readonly string[] = [
  'image/bmp',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/heic-sequence',
  'image/heif',
  'image/heif-sequence',
  'image/svg+xml',
]

/** `png` of `Holiday.PNG`; `''` when the name has none. */
export function extensionOf(fileName: string): string {
  return /[^.]\.([A-Za-z0-9]{1,16})$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
}

/** What a file of that name should be; undefined when nobody can tell. */
export function typeOfName(fileName: string): string | undefined {
  const extension = extensionOf(fileName)
  return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined
}

/** `text/html` of `Text/HTML; charset=utf-8`; undefined when it is no media type, or says nothing. */
export function mediaType(contentType: string | undefined): string | undefined {
  const [, type] = /^\s*([\w.+-]+\/[\w.+-]+)\s*(?:;|$)/.exec(contentType ?? '') ?? []
  const lower = type?.toLowerCase()
  return lower === 'application/octet-stream' ? undefined : lower
}

/** Kinds of files that can't be taken for one another. */
type Family = 'picture' | 'sound and video' | 'PDF' | 'zip' | 'old office' | 'markup' | 'text' | 'program'

/** Families whose every file begins with a sign of what it is. */
const SIGNED: ReadonlySet<Family | undefined> = new Set<Family>(['picture', 'PDF', 'zip', 'program'])

function familyOf(type: string): Family | undefined {
  if (MARKUP.test(type)) return 'markup'
  if (/^(audio|video)\/|^application\/(ogg|mp4)$/.test(type)) return 'sound and video'
  if (type.startsWith('image/')) return 'picture'
  if (type === 'application/pdf') return 'PDF'
  if (ZIP.test(type)) return 'zip'
  if (OLD_OFFICE.test(type)) return 'old office'
  if (PROGRAM.test(type)) return 'program'
  return /^text\/|^application\/(json|jsonl|javascript)$/.test(type) ? 'text' : undefined
}

const MARKUP = /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|(text|application)\/xml)$/
const ZIP =
  /^application\/(x-zip-compressed|zip|epub\+zip|java-archive|vnd\.android\.package-archive|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+)$/
const OLD_OFFICE = /^application\/(x-cfb|msword|vnd\.ms-excel|vnd\.ms-powerpoint)$/
const PROGRAM = /^application\/(x-msdownload|x-elf|x-mach-binary|wasm)$/

/** What is known of an upload before it is kept. */
export interface UploadClaims {
  readonly fileName: string
  /** What the request says it is. */
  readonly contentType: string | undefined
  /** What its first bytes say; undefined when they say nothing, as those of texts do. */
  readonly sniffedType: string | undefined
}

/**
 * What about an upload is not true; undefined when nothing is. A JPEG that is called `.png` is none:
 * both are pictures, and it is served as what it is.
 */
export function findLie({ fileName, contentType, sniffedType }: UploadClaims): string | undefined {
  const named = typeOfName(fileName)
  const declared = mediaType(contentType)
  if (named && isLie(named, sniffedType)) return `is called "${fileName}" but ${what(sniffedType)}`
  if (declared && isLie(declared, sniffedType)) return `is sent as ${declared} but ${what(sniffedType)}`
  return undefined
}

function isLie(claim: string, sniffed: string | undefined): boolean {
  const family = familyOf(claim)
  if (sniffed === undefined) return SIGNED.has(family)
  if (family === undefined) return false
  // A text that begins like a page is a text still: it is never served as a page.
  return familyOf(sniffed) !== family && !(family === 'text' && familyOf(sniffed) === 'markup')
}

function what(sniffed: string | undefined): string {
  return sniffed === undefined ? 'does not begin like one' : `begins like ${sniffed}`
}

/** What an upload is kept as. */
export function typeOf({ fileName, contentType, sniffedType }: UploadClaims): string {
  const named = typeOfName(fileName)
  // First bytes tell a zip, the name tells which kind of zip.
  const finer = named && sniffedType && familyOf(named) === familyOf(sniffedType) && !isPicture(sniffedType)
  if (finer) return named
  return sniffedType ?? named ?? mediaType(contentType) ?? 'application/octet-stream'
}

const isPicture = (type: string): boolean => familyOf(type) === 'picture'

/** May a browser show it in place? What can hold a script is saved to disk instead. */
export function isShownInline(type: string): boolean {
  return (isPicture(type) && type !== 'image/x-icon') || /^(audio|video)\/|^text\/plain$/.test(type)
}
