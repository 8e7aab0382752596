import type { Duration } from './common.ts'

/** Reply of an upload. */
export interface FileUploadResponse extends Duration {
  /**
   * Absolute address of the file, its name included; signed, so it can be given to anybody. It ends
   * after `cdn_expiration_seconds`; reading the message that has it brings a fresh one.
   */
  file: string
}

/** How a picture is to be shown: query parameters to add to its address. */
export interface ImageResize {
  /** Pixels, 1–4096. With one of `w` and `h` the other follows. */
  w?: number
  h?: number
  /**
   * `clip` (the default): whole, inside the box. `crop`: fills the box, the rest is cut off.
   * `scale`: exactly the box, distorted. `fill`: whole, the rest of the box is filled up.
   */
  resize?: 'clip' | 'crop' | 'scale' | 'fill'
  /** What `crop` keeps. */
  crop?: 'center' | 'top' | 'bottom' | 'left' | 'right'
}
