import { fileTypeFromFile } from 'file-type'
import type { Spooled } from './files.ts'

const HEAD_BYTES = 4_096

/** The type that a file's first bytes tell: by signature, and pages and SVG by their first element. */
export async function sniffFile({ path, sizeBytes }: Spooled): Promise<string | undefined> {
  const head = await Bun.file(path).slice(0, Math.min(HEAD_BYTES, sizeBytes)).bytes()
  const markup = sniffMarkup(new TextDecoder().decode(head))
  if (markup) return markup
  const found = await fileTypeFromFile(path).catch(() => undefined)
  return found?.mime
}

/** Browsers show as a page what begins so, whatever comes before in blanks and comments. */
function sniffMarkup(text: string): string | undefined {
  const start = text
    .replace(/^\uFEFF/, '')
    .replace(/^(\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype\s+svg[^>[]*(\[[\s\S]*?\])?\s*>)+/i, '')
  if (/^<([\w-]+:)?svg[\s>/]/i.test(start)) return 'image/svg+xml'
  if (
    /^<(!doctype\s+html|html|head|body|script|iframe|title|style|table|div|font|img|a|br|p|h1)\b/i.test(start)
  ) {
    return 'text/html'
  }
  return text.trimStart().startsWith('<?xml') ? 'application/xml' : undefined
}
