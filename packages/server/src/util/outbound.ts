import type { SafeGet } from './safe-get.ts'

/** A service that finds animated pictures. */
export interface GifSource {
  /** Such as `https://api.giphy.com/v1/gifs`: `random?tag=…` below it answers with one. */
  readonly url: string
  readonly key: string
}

/** What the server may do on the internet for those who chat. */
export interface Outbound {
  readonly pages: SafeGet
  /** For `/giphy`; undefined when none is configured. */
  readonly gifs: GifSource | undefined
}
