import { type EmojiGroup, parseEmoji } from './emoji'

let loading: Promise<readonly EmojiGroup[]> | undefined

/** All emoji of the picker; their names are in a bundle of their own, fetched on first use. */
export function loadEmoji(): Promise<readonly EmojiGroup[]> {
  loading ??= import('./emoji-data')
    .then(({ EMOJI_LINES }) => parseEmoji(EMOJI_LINES))
    .catch((error: unknown) => {
      // the next picker that opens tries again
      loading = undefined
      throw error
    })
  return loading
}
