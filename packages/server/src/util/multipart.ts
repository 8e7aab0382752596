import { ChatError } from '@parley/protocol'

/** One part of a multipart body. Its chunks are read before the next part is asked for; what is left is skipped. */
export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  /** As the part says it; undefined when it says nothing. */
  readonly contentType: string | undefined
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Gives the next piece of a body; undefined at its end. */
export type Pull = () => Promise<Uint8Array | undefined>

const MAX_HEAD_BYTES = 16 * 1024
const MAX_PARTS = 32
const NEWLINE = '\r\n'

/** The boundary that a content type names; undefined when it is not multipart/form-data. */
export function boundaryOf(contentType: string | null): string | undefined {
  const [, quoted, bare] =
    /^\s*multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
      contentType ?? '',
    ) ?? []
  return quoted ?? bare
}

/**
 * The parts of a multipart body in the order they come, without keeping more of it than a chunk.
 * @throws ChatError `invalid_input` for what is not such a body or ends early
 */
export async function* readParts(pull: Pull, boundary: string): AsyncGenerator<Part> {
  const source = new Source(pull, `${NEWLINE}--${boundary}`)
  await source.skipPreamble(boundary)
  for (let count = 0; await source.hasPart(); count++) {
    if (count >= MAX_PARTS) throw broken(`has more than ${MAX_PARTS} parts`)
    const head = parseHead(await source.head())
    const chunks = source.content()
    yield { ...head, chunks }
    for await (const _ of chunks);
  }
}

/** A body of which what was read and not used yet lies in `#held`. */
class Source {
  readonly #pull: Pull
  readonly #delimiter: Buffer
  #held: Buffer = Buffer.alloc(0)

  constructor(pull: Pull, delimiter: string) {
    this.#pull = pull
    this.#delimiter = Buffer.from(delimiter)
  }

  async skipPreamble(boundary: string): Promise<void> {
    // The first delimiter needs no line before it.
    this.#held = Buffer.from(NEWLINE)
    for await (const _ of this.content(`does not begin with the boundary "${boundary}"`));
  }

  /** After a delimiter: whether another part follows it. */
  async hasPart(): Promise<boolean> {
    await this.#want(2)
    const next = this.#take(2).toString('latin1')
    if (next === '--') return false
    if (next === NEWLINE) return true
    // Padding is allowed after a boundary, up to the end of its line.
    if (!/^[ \t]/.test(next)) throw broken('has a boundary that is followed by something else')
    await this.#line()
    return true
  }

  /** The header lines of a part. */
  async head(): Promise<string[]> {
    const lines: string[] = []
    for (let bytes = 0; ; ) {
      const line = await this.#line()
      if (line === '') return lines
      bytes += line.length
      if (bytes > MAX_HEAD_BYTES) throw tooLongHead()
      lines.push(line)
    }
  }

  /** What comes up to the next delimiter, which is taken away with it. */
  async *content(missing = 'ended before all of it had come'): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = this.#held.indexOf(this.#delimiter)
      if (end >= 0) {
        const last = this.#take(end)
        this.#take(this.#delimiter.length)
        if (last.length > 0) yield last
        return
      }
      // The delimiter may have begun in what is held.
      const safe = this.#held.length - this.#delimiter.length + 1
      if (safe > 0) yield this.#take(safe)
      if (!(await this.#more())) throw broken(missing)
    }
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf(NEWLINE)
      if (end >= 0) return this.#take(end + 2).toString('utf8', 0, end)
      if (this.#held.length > MAX_HEAD_BYTES) throw tooLongHead()
      if (!(await this.#more())) throw broken('ended before all of it had come')
    }
  }

  async #want(bytes: number): Promise<void> {
    while (this.#held.length < bytes) {
      if (!(await this.#more())) throw broken('ended before all of it had come')
    }
  }

  #take(bytes: number): Buffer {
    const taken = this.#held.subarray(0, bytes)
    this.#held = this.#held.subarray(bytes)
    return taken
  }

  async #more(): Promise<boolean> {
    const chunk = await this.#pull()
    if (!chunk) return false
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk])
    return true
  }
}

function parseHead(lines: readonly string[]): Omit<Part, 'chunks'> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headers.get('content-disposition') ?? ''
  const name = parameterOf(disposition, 'name')
  if (!/^form-data\b/i.test(disposition) || name === undefined) {
    throw broken('has a part without "Content-Disposition: form-data; name=…"')
  }
  const fileName = extendedName(disposition) ?? parameterOf(disposition, 'filename')
  return { name, fileName, contentType: headers.get('content-type') }
}

function parameterOf(header: string, name: string): string | undefined {
  const [, quoted, bare] =
    new RegExp(`;\\s*${name}=(?:"((?:\\\\.|[^"\\\\])*)"|([^;\\s]*))`, 'i').exec(header) ?? []
  // As browsers write it: quotes and line ends percent-encoded, backslashes as they are.
  return (
    quoted
      ?.replace(/\\"/g, '"')
      .replace(/%22/g, '"')
      .replace(/%0[AaDd]/g, ' ') ?? bare
  )
}

/** `filename*=UTF-8''caf%C3%A9.png` */
function extendedName(header: string): string | undefined {
  const [, encoded] = /;\s*filename\*=utf-8'[^']*'([^;\s]*)/i.exec(header) ?? []
  if (encoded === undefined) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

function tooLongHead(): ChatError {
  return broken(`has a part whose headers have more than ${MAX_HEAD_BYTES} bytes`)
}

function broken(problem: string): ChatError {
  const details = { fields: { 'the body': problem } }
  return new ChatError('invalid_input', `the body ${problem}`, { details })
}
