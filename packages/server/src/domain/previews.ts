import type { Attachment } from '@parley/protocol'

/** What a page says of itself: `og:` and `twitter:` properties by name, its title and description. */
export type PageFacts = ReadonlyMap<string, string>

const TITLE_MAX = 255
const TEXT_MAX = 500
const URL_MAX = 1_000

/** The attachment that shows a page; undefined when it says nothing worth showing. */
export function previewOf(url: string, pageUrl: string, facts: PageFacts): Attachment | undefined {
  const fact = (max: number, ...names: readonly string[]): string | undefined => {
    const text = names.map(name => facts.get(name)?.replace(/\s+/g, ' ').trim()).find(Boolean)
    return text === undefined ? undefined : cut(text, max)
  }
  const address = (...names: readonly string[]): string | undefined =>
    httpUrl(fact(URL_MAX, ...names), pageUrl)
  const title = fact(TITLE_MAX, 'og:title', 'twitter:title', 'title')
  const text = fact(TEXT_MAX, 'og:description', 'twitter:description', 'description')
  const image = address('og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image')
  const video = address('og:video:secure_url', 'og:video:url', 'og:video')
  if (title === undefined && text === undefined && image === undefined) return undefined
  const site = fact(TITLE_MAX, 'og:site_name')
  return {
    type: video === undefined ? (image === undefined ? 'article' : 'image') : 'video',
    og_scrape_url: url,
    title_link: address('og:url') ?? pageUrl,
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    ...(site !== undefined && { author_name: site }),
    ...(image !== undefined && { image_url: image, thumb_url: image }),
    ...(video !== undefined && { asset_url: video }),
  }
}

/** Absolute, and nothing that runs in a page. */
function httpUrl(text: string | undefined, base: string): string | undefined {
  if (text === undefined || !URL.canParse(text, base)) return undefined
  const { protocol, href } = new URL(text, base)
  return (protocol === 'http:' || protocol === 'https:') && href.length <= URL_MAX ? href : undefined
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`.toWellFormed()
}
