/** A file that came in and lies on this machine's disk until it is kept or thrown away. */
export interface Spooled extends AsyncDisposable {
  readonly path: string
  readonly sizeBytes: number
  /** Of its content, hexadecimal. */
  readonly sha256: string
}

/** A kept file, opened for reading. */
export interface StoredFile {
  readonly sizeBytes: number
  /** From `start` on, without `end`; all of it unless given. */
  body(start?: number, end?: number): Blob | ReadableStream<Uint8Array>
}

/**
 * Where files are kept, by key: a local folder or an S3-compatible service. Keys are the server's
 * own: segments of letters, digits, `-` and `_`, joined by `/`.
 */
export interface FileStorage {
  /** Of S3, else `''`. */
  readonly bucket: string
  /** Keeps a file under a key, over what was there. It survives a crash once this resolves. */
  put(key: string, file: Spooled): Promise<void>
  /** Undefined when there is no such file. */
  open(key: string): Promise<StoredFile | undefined>
  /** Does nothing when there is no such file. */
  delete(key: string): Promise<void>
  /** Whether it can be used as it is configured. @throws Error that says what is wrong */
  check(): Promise<void>
}

/** Takes files in, on local disk. */
export interface Spool {
  /**
   * Writes what comes to disk, a chunk at a time. Dispose of the result.
   * @throws what `chunks` throws; nothing is left behind then
   */
  write(chunks: AsyncIterable<Uint8Array>): Promise<Spooled>
}

/** How a picture is to be changed. At least one of both edges is given, in pixels. */
export interface Resize {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly mode: 'clip' | 'crop' | 'scale' | 'fill'
  readonly keep: 'center' | 'top' | 'bottom' | 'left' | 'right'
}

/** What a picture's header says; edges are undefined where only some programs can read them. */
export interface ImageInfo {
  readonly width: number | undefined
  readonly height: number | undefined
}

/** Looks into files. Never decodes a picture that has more pixels than allowed. */
export interface Images {
  /** The type that the first bytes of a file tell; undefined when they don't. */
  sniff(file: Spooled): Promise<string | undefined>
  /** @throws ChatError `invalid_input` for what is no picture of this type, or a bomb */
  inspect(file: Spooled, type: string): Promise<ImageInfo>
  /** Whether pictures of this type can be resized. */
  canResize(type: string): boolean
  /**
   * The resized picture, of the same type, from a cache or made now. `etag` names the original's content.
   * @throws ChatError `invalid_input` for a picture that is too big or broken, `rate_limited` when too many wait
   */
  resized(etag: string, original: StoredFile, resize: Resize): Promise<StoredFile>
}

/** All that actions need of files. */
export interface Files {
  readonly storage: FileStorage
  readonly spool: Spool
  readonly images: Images
}
