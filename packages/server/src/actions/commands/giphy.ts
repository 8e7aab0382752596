import type { Attachment } from '@parley/protocol'
import type { GifSource } from '../../util/outbound.ts'
import { readAtMost } from '../../util/read-at-most.ts'
import type { Deps } from '../deps.ts'

const TIMEOUT_MS = 3_000
const MAX_BYTES = 256 * 1024

const BUTTONS = [
  { name: 'image_action', text: 'Send', style: 'primary', type: 'button', value: 'send' },
  { name: 'image_action', text: 'Shuffle', style: 'default', type: 'button', value: 'shuffle' },
  { name: 'image_action', text: 'Cancel', style: 'default', type: 'button', value: 'cancel' },
] as const

/** What there is to be said instead of a picture. */
export const NO_GIFS = '/giphy is not set up on this server'

/** A picture for these words, with the buttons to send it; undefined when none is found. */
export async function findGif({ outbound, log }: Deps, words: string): Promise<Attachment | undefined> {
  if (!outbound.gifs) return undefined
  try {
    return await askFor(outbound.gifs, words)
  } catch (error) {
    log.warn({ err: error }, 'the source of /giphy does not answer')
    return undefined
  }
}

async function askFor({ url, key }: GifSource, words: string): Promise<Attachment | undefined> {
  const address = new URL(`${url}/random`)
  address.search = new URLSearchParams({ api_key: key, tag: words, rating: 'g' }).toString()
  const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const bytes = response.ok ? await readAtMost(response, MAX_BYTES) : undefined
  if (!bytes) return undefined
  const { data } = JSON.parse(new TextDecoder().decode(bytes)) as { data?: Gif }
  const thumb = data?.images?.fixed_height?.url ?? data?.images?.original?.url
  if (typeof thumb !== 'string') return undefined
  return {
    type: 'giphy',
    title: words,
    ...(typeof data?.url === 'string' && { title_link: data.url }),
    thumb_url: thumb,
    actions: BUTTONS,
  }
}

/** What is looked at of an answer. */
interface Gif {
  readonly url?: unknown
  readonly images?: Readonly<Partial<Record<'fixed_height' | 'original', { readonly url?: unknown }>>>
}
