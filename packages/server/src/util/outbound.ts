import type { SafeFetch } from './safe-fetch.ts'

/** A service that finds animated pictures. */
export interface GifSource {
  /** Such as `https://api.giphy.com/v1/gifs`: `random?tag=…` below it answers with one. */
  readonly url: string
  readonly key: string
}

/** What the server may do on the internet for those who chat. */
export interface Outbound {
  /** For addresses that users name. */
  readonly strangers: SafeFetch
  /** For `/giphy`; undefined when none is configured. */
  readonly gifs: GifSource | undefined
}
