import { LOGICAL } from './check-filter'
import { type FilterTable, findField, kindText, operatorsOf } from './filter-table'
import { operatorText } from './operator-words'

/** What may stand at the caret, and what of the text it takes the place of. */
export interface Completion {
  readonly start: number
  readonly end: number
  readonly items: readonly Suggestion[]
}

export interface Suggestion {
  readonly label: string
  readonly hint: string
  readonly insert: string
  /** How far before the end of what was inserted the caret then stands. */
  readonly back: number
}

const MOST = 60

/** What fits where the caret stands; undefined where nothing is known to. */
export function completeFilter(text: string, caret: number, table: FilterTable): Completion | undefined {
  const place = placeAt(text, caret)
  if (!place) return undefined
  const { typed, start } = place
  const rest = /^[\w.-]*"?/.exec(text.slice(caret))?.[0] ?? ''
  const hasColon = /^\s*:/.test(text.slice(caret + rest.length))
  const all = suggestionsAt(place, table, hasColon)
  const wanted = typed.toLowerCase()
  const begin = all.filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const contain = all.filter(each => !begin.includes(each) && each.label.toLowerCase().includes(wanted))
  const items = [...begin, ...contain].slice(0, MOST)
  return items.length === 0 ? undefined : { start, end: caret + rest.length, items }
}

interface Place {
  readonly role: 'field' | 'operator' | 'value'
  /** The field that an operator or a value is of. */
  readonly field: string
  readonly typed: string
  /** Where what is typed begins, with its quote. */
  readonly start: number
}

function suggestionsAt({ role, field }: Place, table: FilterTable, hasColon: boolean): Suggestion[] {
  if (role === 'field') return [...fields(table, hasColon), ...logical(hasColon)]
  if (role === 'operator') {
    const kind = findField(table, field)?.kind
    return operatorsOf(table, field).map(name => named(name, operatorText(name, kind), hasColon))
  }
  return values(table, field)
}

function fields(table: FilterTable, hasColon: boolean): Suggestion[] {
  return table.fields.map(field => named(field.name, kindText(field), hasColon))
}

const LOGICAL_HINTS = ['all of them', 'any of them', 'none of them']

function logical(hasColon: boolean): Suggestion[] {
  return LOGICAL.map((name, index) => {
    const hint = LOGICAL_HINTS[index] ?? ''
    if (hasColon) return named(name, hint, true)
    return { label: name, hint, insert: `"${name}": [{}]`, back: 2 }
  })
}

function named(name: string, hint: string, hasColon: boolean): Suggestion {
  return { label: name, hint, insert: hasColon ? `"${name}"` : `"${name}": `, back: 0 }
}

const DAY_MS = 86_400_000

function values(table: FilterTable, name: string): Suggestion[] {
  const field = findField(table, name)
  const given = field?.values ?? (field?.kind === 'boolean' ? [true, false] : [])
  const choices = given.map(value => ({
    label: String(value),
    hint: '',
    insert: JSON.stringify(value),
    back: 0,
  }))
  if (field?.kind !== 'time') return choices
  return [0, 1, 7, 30, 90].map(days => {
    const at = new Date(Date.now() - days * DAY_MS).toISOString().replace(/\.\d+/, '')
    const label = days === 0 ? 'now' : days === 1 ? 'a day ago' : `${days} days ago`
    return { label, hint: at, insert: JSON.stringify(at), back: 0 }
  })
}

interface Frame {
  readonly bracket: '{' | '['
  readonly role: 'filter' | 'operators' | 'values'
  readonly field: string
  /** What was the last key of an object; its value comes after the colon. */
  key: string
  isAtValue: boolean
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g

/** What kind of thing stands, or is being typed, at the caret. */
function placeAt(text: string, caret: number): Place | undefined {
  const frames: Frame[] = []
  for (const match of text.slice(0, caret).matchAll(TOKEN)) {
    const [token] = match
    const isLast = match.index + token.length === caret
    const isOpen = isLast && (isOpenString(token) || /^[\w$.-]/.test(token))
    if (isOpen) return toPlace(frames.at(-1), token.replace(/^"/, ''), match.index)
    step(frames, token)
  }
  const before = text.slice(0, caret).trimEnd().at(-1)
  return before !== undefined && '{,:['.includes(before) ? toPlace(frames.at(-1), '', caret) : undefined
}

function isOpenString(token: string): boolean {
  return token.startsWith('"') && (token.length === 1 || !token.endsWith('"'))
}

function toPlace(frame: Frame | undefined, typed: string, start: number): Place | undefined {
  if (!frame) return undefined
  if (frame.bracket === '[')
    return frame.role === 'values' ? { role: 'value', field: frame.field, typed, start } : undefined
  if (!frame.isAtValue) {
    const role = frame.role === 'operators' ? 'operator' : 'field'
    return { role, field: frame.field, typed, start }
  }
  const field = frame.role === 'operators' ? frame.field : frame.key
  return { role: 'value', field: frame.key === '$exists' ? '' : field, typed, start }
}

function step(frames: Frame[], token: string): void {
  const top = frames.at(-1)
  if (token === '{' || token === '[') frames.push(opened(top, token))
  else if (token === '}' || token === ']') frames.pop()
  else if (token === ':' && top) top.isAtValue = true
  else if (token === ',' && top) top.isAtValue = false
  else if (top?.bracket === '{' && !top.isAtValue) top.key = token.replace(/^"|"$/g, '')
}

function opened(top: Frame | undefined, bracket: '{' | '['): Frame {
  const made = { bracket, key: '', isAtValue: false }
  if (!top) return { ...made, role: 'filter', field: '' }
  if (top.bracket === '[') return { ...made, role: top.role, field: top.field }
  if (LOGICAL.includes(top.key)) return { ...made, role: 'filter', field: '' }
  if (top.role === 'operators') return { ...made, role: 'values', field: top.field }
  return { ...made, role: bracket === '{' ? 'operators' : 'values', field: top.key }
}
