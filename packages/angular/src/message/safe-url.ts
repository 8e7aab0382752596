/** What a link may lead to: nothing that runs in the page, nothing that only looks like an address. */
const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])
/** `blob:` is what was picked here and is still on its way up. */
const MEDIA_SCHEMES = new Set(['http:', 'https:', 'blob:'])
/** A path on the page's own origin, which an address of that origin could name just as well. */
const OWN_PATH = /^\/(?![/\\])/

/** The address when a link may lead there. */
export function safeLink(url: unknown): string | undefined {
  return withScheme(url, LINK_SCHEMES)
}

/** The address when an image, a video or a sound may be loaded from there. */
export function safeMedia(url: unknown): string | undefined {
  return withScheme(url, MEDIA_SCHEMES)
}

/** The host that an address leads to, for people to see. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return url
  return new URL(url).hostname.replace(/^www\./, '')
}

function withScheme(url: unknown, schemes: ReadonlySet<string>): string | undefined {
  if (typeof url !== 'string') return undefined
  if (OWN_PATH.test(url)) return url
  if (!URL.canParse(url)) return undefined
  return schemes.has(new URL(url).protocol) ? url : undefined
}
