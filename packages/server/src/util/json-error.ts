/** Where a text stops being JSON, and what would have been right there. */
export interface JsonError {
  readonly line: number
  readonly column: number
  readonly message: string
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
/** Runs of plain characters in one step each: a body may be one string of a megabyte. */
const STRING =
  /"[\x20\x21\x23-\x5b\x5d-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[\x20\x21\x23-\x5b\x5d-\uffff]*)*"/y
const MAX_DEPTH = 512

/**
 * Finds the first error of a text that `JSON.parse` refused; engines word it differently and
 * often don't say where. Undefined when the text is JSON.
 */
export function findJsonError(text: string): JsonError | undefined {
  const scanner = new Scanner(text)
  const message = scanner.findError()
  if (message === undefined) return undefined
  const before = text.slice(0, scanner.at)
  const line = before.split('\n').length
  return { line, column: scanner.at - before.lastIndexOf('\n'), message }
}

class Scanner {
  readonly #text: string
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  findError(): string | undefined {
    const error = this.#value(0)
    if (error !== undefined) return error
    this.#skip(SPACE)
    return this.at === this.#text.length ? undefined : `${this.#here()} after the end of the JSON value`
  }

  #value(depth: number): string | undefined {
    this.#skip(SPACE)
    if (depth > MAX_DEPTH) return 'the nesting is too deep'
    const first = this.#text[this.at]
    if (first === '{') return this.#list(depth, '}', inner => this.#pair(inner))
    if (first === '[') return this.#list(depth, ']', inner => this.#value(inner))
    if (this.#skip(STRING) || this.#skip(NUMBER) || this.#skip(WORD)) return undefined
    return first === '"' ? this.#stringError() : `${this.#here()} where a value should be`
  }

  #list(depth: number, end: string, entry: (depth: number) => string | undefined): string | undefined {
    this.at++
    this.#skip(SPACE)
    if (this.#take(end)) return undefined
    for (;;) {
      const error = entry(depth + 1)
      if (error !== undefined) return error
      this.#skip(SPACE)
      if (this.#take(end)) return undefined
      if (!this.#take(',')) return `${this.#here()} where "," or "${end}" should be`
    }
  }

  #pair(depth: number): string | undefined {
    this.#skip(SPACE)
    if (!this.#skip(STRING)) {
      return this.#text[this.at] === '"'
        ? this.#stringError()
        : `${this.#here()} where a name in "…" should be`
    }
    this.#skip(SPACE)
    return this.#take(':') ? this.#value(depth) : `${this.#here()} where ":" should be`
  }

  #stringError(): string {
    const end = /"|(?![\x7f-\x9f])\p{Cc}|\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/gu
    end.lastIndex = this.at + 1
    for (let match = end.exec(this.#text); match; match = end.exec(this.#text)) {
      // An escaped quote does not end the string.
      if (match[0] === '"' && this.#text[match.index - 1] === '\\') continue
      this.at = match.index
      return match[0].startsWith('\\')
        ? 'an escape that JSON does not know'
        : 'a control character in a string'
    }
    return 'a string that does not end'
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    if (!pattern.test(this.#text)) return false
    const moved = pattern.lastIndex > this.at
    this.at = pattern.lastIndex
    return moved
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false
    this.at++
    return true
  }

  #here(): string {
    const character = this.#text[this.at]
    return character === undefined ? 'the text ends' : `there is ${JSON.stringify(character)}`
  }
}
