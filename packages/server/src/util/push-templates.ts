import Handlebars from 'handlebars'

/** What templates may call beside `if`, `unless` and `each`. */
const HELPERS = [
  'implodeMembers',
  'json',
  'equal',
  'unequal',
  'ifLt',
  'ifLte',
  'ifGt',
  'ifGte',
  'remainder',
  'truncate',
] as const

const CONDITIONS: ReadonlySet<string> = new Set([
  'if',
  'unless',
  'equal',
  'unequal',
  'ifLt',
  'ifLte',
  'ifGt',
  'ifGte',
])
/** A list within a list is enough, and three of them would be a way to keep the server busy. */
const MAX_LOOPS = 2
const MAX_DEPTH = 20

/** Text from people: inside of a template's JSON it is escaped as JSON wants it. */
class Escaped {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toHTML(): string {
    return JSON.stringify(this.#text).slice(1, -1)
  }
  toString(): string {
    return this.#text
  }
  toJSON(): string {
    return this.#text
  }
}

const engine = createEngine()

function createEngine(): typeof Handlebars {
  const handlebars = Handlebars.create()
  for (const name of ['log', 'lookup', 'with']) handlebars.unregisterHelper(name)
  const condition = (holds: (a: unknown, b: unknown) => boolean) =>
    function (this: unknown, a: unknown, b: unknown, options: Handlebars.HelperOptions) {
      return holds(plain(a), plain(b)) ? options.fn(this) : options.inverse(this)
    }
  handlebars.registerHelper(
    'equal',
    condition((a, b) => a === b || String(a) === String(b)),
  )
  handlebars.registerHelper(
    'unequal',
    condition((a, b) => String(a) !== String(b)),
  )
  handlebars.registerHelper(
    'ifLt',
    condition((a, b) => Number(a) < Number(b)),
  )
  handlebars.registerHelper(
    'ifLte',
    condition((a, b) => Number(a) <= Number(b)),
  )
  handlebars.registerHelper(
    'ifGt',
    condition((a, b) => Number(a) > Number(b)),
  )
  handlebars.registerHelper(
    'ifGte',
    condition((a, b) => Number(a) >= Number(b)),
  )
  handlebars.registerHelper('remainder', (a: unknown, b: unknown) => Number(plain(a)) % Number(plain(b)))
  handlebars.registerHelper(
    'truncate',
    (text: unknown, max: unknown) => new Escaped(truncate(String(plain(text) ?? ''), Number(max))),
  )
  handlebars.registerHelper(
    'json',
    (value: unknown) => new handlebars.SafeString(JSON.stringify(value) ?? 'null'),
  )
  handlebars.registerHelper('implodeMembers', implodeMembers)
  return handlebars
}

function plain(value: unknown): unknown {
  return value instanceof Escaped ? String(value) : value
}

function truncate(text: string, max: number): string {
  if (!(max > 0) || text.length <= max) return text
  return `${text.slice(0, Math.max(0, max - 1))}…`.toWellFormed()
}

/** `{{implodeMembers otherMembers limit=3 suffixFmt="and %d others"}}` → `Ann, Bob, Cem and 4 others`. */
function implodeMembers(members: unknown, options: Handlebars.HelperOptions): Escaped {
  const {
    limit = 3,
    suffixFmt = 'and %d others',
    nameField = 'name',
  } = options.hash as Record<string, unknown>
  const names = (Array.isArray(members) ? members : []).map(each => {
    const member = each as Record<string, unknown>
    return String(plain(member[String(nameField)]) ?? plain(member.id) ?? '')
  })
  const shown = names.slice(0, Math.max(0, Number(limit)))
  const left = names.length - shown.length
  const text = shown.join(', ')
  return new Escaped(left > 0 ? `${text} ${String(suffixFmt).replace('%d', String(left))}` : text)
}

const OPTIONS = {
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([...HELPERS, 'each'].map(name => [name, true])) as unknown as KnownHelpers,
  // Neither helpers that are not named above, nor anything of a prototype.
  strict: false,
}

/** In so many words, or a warning is printed wherever somebody tries. */
const SEALED = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

type KnownHelpers = NonNullable<CompileOptions['knownHelpers']>

type Template = Handlebars.TemplateDelegate

const compiled = new Map<string, Template>()
const MAX_COMPILED = 500

function compile(template: string): Template {
  let known = compiled.get(template)
  if (!known) {
    checkNode(Handlebars.parse(template) as unknown as Node, 0, 0)
    known = engine.compile(template, OPTIONS)
    if (compiled.size >= MAX_COMPILED) compiled.clear()
    compiled.set(template, known)
  }
  return known
}

interface Node {
  readonly type: string
  readonly path?: { readonly original?: string }
  readonly [part: string]: unknown
}

function checkNode(node: Node, loops: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new Error('it is nested too deep')
  if (/Partial|Decorator/.test(node.type)) throw new Error('partials and decorators can not be used')
  const isBlock = node.type === 'BlockStatement'
  const loopsHere = loops + (isBlock && !CONDITIONS.has(node.path?.original ?? '') ? 1 : 0)
  if (loopsHere > MAX_LOOPS) throw new Error(`lists are nested more than ${MAX_LOOPS} deep`)
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part]) {
      if (typeof child === 'object' && child !== null && 'type' in child) {
        checkNode(child as Node, loopsHere, depth + (isBlock ? 1 : 0))
      }
    }
  }
}

/** Why this is no template that can be used; undefined when it is one. */
export function findTemplateProblem(template: string): string | undefined {
  try {
    // Helpers that there are not are found when it runs.
    compile(template)(wrap({}), SEALED)
    return undefined
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return `is no template that can be used: ${line}`
  }
}

/**
 * Renders a template of JSON: text of the context is escaped for it, and nothing but the context
 * can be reached.
 * @throws Error for a template that can't be used, or that does not make a JSON object.
 */
export function renderTemplate(template: string, context: object): Record<string, unknown> {
  const text = compile(template)(wrap(context), SEALED)
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new Error('the template does not make a JSON object')
}

/** Texts that have to be escaped are marked; an empty one stays what is false. */
function wrap(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : new Escaped(value)
  if (Array.isArray(value)) return value.map(wrap)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrap(inner)]))
}
