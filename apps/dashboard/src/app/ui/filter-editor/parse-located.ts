/** JSON with the places where its parts stand; `end` is behind the last character. */
export type Located =
  | {
      readonly kind: 'object'
      readonly start: number
      readonly end: number
      readonly entries: readonly Entry[]
    }
  | {
      readonly kind: 'array'
      readonly start: number
      readonly end: number
      readonly items: readonly Located[]
    }
  | {
      readonly kind: 'scalar'
      readonly start: number
      readonly end: number
      readonly value: string | number | boolean | null
    }

export interface Entry {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly value: Located
}

/** What is wrong with a text, and where. */
export interface Fault {
  readonly start: number
  readonly end: number
  readonly text: string
}

const MAX_DEPTH = 20

/** Reads JSON; a text that is none says where it ceases to be. */
export function parseLocated(text: string): { readonly tree?: Located; readonly fault?: Fault } {
  const reader = new Reader(text)
  try {
    return { tree: reader.document() }
  } catch (error) {
    if (error instanceof Misread) return { fault: error.fault }
    throw error
  }
}

/** What the tree stands for. */
export function plainValue(tree: Located): unknown {
  if (tree.kind === 'scalar') return tree.value
  if (tree.kind === 'array') return tree.items.map(plainValue)
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plainValue(value)]))
}

/** "line 2, column 5", both from 1. */
export function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

class Misread extends Error {
  constructor(readonly fault: Fault) {
    super(fault.text)
  }
}

const SPACE = /\s*/y
const SCALAR = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const WORD = /[^\s{}[\],:"]+/y

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Located {
    const tree = this.#value()
    this.#skip()
    if (this.#at < this.#text.length)
      this.#fail('the filter ends before this: take it away, or a bracket before it')
    return tree
  }

  #value(): Located {
    this.#skip()
    const start = this.#at
    const next = this.#text[start]
    if (next === '{') return this.#nested(() => this.#object(start))
    if (next === '[') return this.#nested(() => this.#array(start))
    if (next === '"') return { kind: 'scalar', start, value: this.#string(), end: this.#at }
    const word = this.#match(SCALAR)
    if (word === undefined) return this.#missingValue()
    return { kind: 'scalar', start, end: this.#at, value: JSON.parse(word) as number | boolean | null }
  }

  #missingValue(): never {
    const word = this.#match(WORD)
    if (word === undefined)
      return this.#fail('a value is missing here: a text in quotes, a number, true, false, { or [')
    const start = this.#at - word.length
    return this.#fail(`${word} needs quotes: "${word.replaceAll("'", '')}"`, start)
  }

  #nested(read: () => Located): Located {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) this.#fail('this is nested too deeply')
    const tree = read()
    this.#depth -= 1
    return tree
  }

  #object(start: number): Located {
    const entries = this.#list('}', () => {
      const keyStart = this.#at
      if (this.#text[keyStart] !== '"') return this.#missingName()
      const key = this.#string()
      const keyEnd = this.#at
      this.#skip()
      if (this.#text[this.#at] !== ':') this.#fail(`a colon is missing after "${key}"`)
      this.#at += 1
      return { key, start: keyStart, end: keyEnd, value: this.#value() }
    })
    return { kind: 'object', start, end: this.#at, entries }
  }

  #missingName(): never {
    const word = this.#match(WORD)
    if (word === undefined) return this.#fail('a name in quotes is missing here')
    return this.#fail(`${word} needs quotes: "${word.replaceAll("'", '')}"`, this.#at - word.length)
  }

  #array(start: number): Located {
    const items = this.#list(']', () => this.#value())
    return { kind: 'array', start, end: this.#at, items }
  }

  /** What stands between brackets, with commas between. */
  #list<Item>(close: '}' | ']', read: () => Item): Item[] {
    const opened = this.#at
    this.#at += 1
    const items: Item[] = []
    this.#skip()
    if (this.#text[this.#at] === close) {
      this.#at += 1
      return items
    }
    while (true) {
      this.#skip()
      items.push(read())
      this.#skip()
      const next = this.#text[this.#at]
      if (next === close || next === ',') this.#at += 1
      if (next === close) return items
      if (next === ',') continue
      if (next === undefined)
        this.#fail(`${this.#text[opened]} is never closed: ${close} is missing`, opened, opened + 1)
      this.#fail(`, or ${close} is missing before this`)
    }
  }

  #string(): string {
    const start = this.#at
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const next = this.#text[at]
      if (next === '\\') at += 1
      else if (next === '\n') break
      else if (next === '"') {
        this.#at = at + 1
        return this.#unquoted(start)
      }
    }
    return this.#fail('this quote is never closed', start, start + 1)
  }

  #unquoted(start: number): string {
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string
    } catch {
      return this.#fail('a backslash may stand before ", \\, /, b, f, n, r, t and u only', start, this.#at)
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #skip(): void {
    this.#match(SPACE)
  }

  #fail(text: string, start = this.#at, end = Math.max(start + 1, this.#at)): never {
    throw new Misread({ start, end, text })
  }
}
