import type { Attachment } from '@parley/client'

export interface ShownAttachment {
  readonly kind: string
  readonly title: string
  /** Only one that leads to the web. */
  readonly url: string | undefined
}

/** An attachment in a line. Nothing of it is loaded: it may be anything, from anybody. */
export function shownAttachment(attachment: Attachment): ShownAttachment {
  const { type, title, fallback, text, image_url, thumb_url, asset_url, title_link, og_scrape_url } =
    attachment
  const url = [asset_url, image_url, title_link, og_scrape_url, thumb_url].find(
    each => typeof each === 'string' && each,
  )
  const name = [title, fallback, text, url].find(each => typeof each === 'string' && each.trim() !== '')
  const kind = typeof type === 'string' && type !== '' ? type : og_scrape_url ? 'link' : 'attachment'
  return { kind, title: String(name ?? 'without a name'), url: isWeb(url) ? url : undefined }
}

function isWeb(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
