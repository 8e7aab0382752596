/**
 * Reads a TypeScript file far enough to see its imports, without a parser (the compiler's own has no JavaScript API).
 * Returns the imports and the code with everything blanked that is not code: comments, strings, regular expressions.
 */
export function scan(source) {
  const code = blank(source)
  const imports = IMPORT_FORMS.flatMap(form => [...code.matchAll(form)].map(match => toImport(source, match)))
  imports.sort((a, b) => a.line - b.line)
  return { imports, code }
}

/** Every occurrence of a pattern (with the flag `g`) in blanked code, with its line. */
export function findAll(code, pattern) {
  return [...code.matchAll(pattern)].map(match => ({ text: match[0], line: lineAt(code, match.index) }))
}

// In blanked code a string is its quotes with spaces between.
const IMPORT_FORMS = [
  /\bimport\s+(?<clause>[\w$*{},\s]+?)\s*from\s*(?<quoted>(['"]) *\3)/g,
  /\bexport\s+(?<clause>(?:type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\}))\s*from\s*(?<quoted>(['"]) *\3)/g,
  /\bimport\s*(?:\(\s*)?(?<quoted>(['"]) *\2)/g,
]

function toImport(source, match) {
  const { clause = '', quoted } = match.groups
  const start = match.index + match[0].lastIndexOf(quoted)
  const specifier = source.slice(start + 1, start + quoted.length - 1)
  return { specifier, line: lineAt(source, match.index), typeOnly: isTypeOnly(clause) }
}

function isTypeOnly(clause) {
  if (/^type\b/.test(clause)) return true
  const names = /^\{(.*)\}$/s.exec(clause.trim())?.[1]
  if (names === undefined) return false
  const listed = names.split(',').filter(name => name.trim() !== '')
  return listed.every(name => /^\s*type\s/.test(name))
}

const lineAt = (text, index) => text.slice(0, index).split('\n').length

/** What may stand before a `/` that begins a regular expression rather than divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%~^<>\n]|\b(?:return|typeof|case|in|of|do|else|void|throw))\s*$/

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const STRING = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y

const toSpaces = text => text.replace(/[^\n]/g, ' ')

/** Same length, same lines; only code is left. Template literals keep the code of their `${…}`. */
function blank(source) {
  const blanker = new Blanker(source)
  while (blanker.index < source.length) blanker.step()
  return blanker.out
}

class Blanker {
  index = 0
  out = ''
  /** Open braces inside the `${…}` of each template literal that we are in. */
  openBraces = []

  constructor(source) {
    this.source = source
  }

  step() {
    const char = this.source[this.index]
    if (char === '/') this.stepSlash()
    else if (char === "'" || char === '"') this.stepString(char)
    else if (char === '`') this.stepTemplate()
    else if (char === '}' && this.openBraces.at(-1) === 0) {
      this.openBraces.pop()
      this.stepTemplate()
    } else this.stepChar(char)
  }

  stepSlash() {
    const comment = this.match(COMMENT)
    const mayBeRegex = comment === '' && BEFORE_REGEX.test(this.out.slice(-40))
    const hidden = mayBeRegex ? this.match(REGEX) : comment
    if (hidden === '') this.take('/', '/')
    else this.take(hidden)
  }

  stepString(quote) {
    const string = this.match(STRING)
    if (string === '') this.take(quote, quote)
    else this.take(string, quote + toSpaces(string.slice(1, -1)) + quote)
  }

  /** From the backtick, or the brace that ends a `${…}`, to the next such place. */
  stepTemplate() {
    this.take(this.source[this.index], this.source[this.index])
    this.take(this.match(TEMPLATE_TEXT))
    if (this.source.startsWith('${', this.index)) {
      this.take('${', '${')
      this.openBraces.push(0)
    } else if (this.index < this.source.length) this.take('`', '`')
  }

  stepChar(char) {
    const depth = this.openBraces.length
    if (depth > 0 && char === '{') this.openBraces[depth - 1] += 1
    if (depth > 0 && char === '}') this.openBraces[depth - 1] -= 1
    this.take(char, char)
  }

  match(pattern) {
    pattern.lastIndex = this.index
    return pattern.exec(this.source)?.[0] ?? ''
  }

  take(text, shown = toSpaces(text)) {
    this.out += shown
    this.index += text.length
  }
}
