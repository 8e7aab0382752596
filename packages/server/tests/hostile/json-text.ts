import fc from 'fast-check'
import { hostileJson, ODD_KEYS } from './tokens.ts'

/** A value among JSON that is replaced by text, which may be no JSON. */
class Raw {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

interface Change {
  readonly kind: 'replace' | 'drop' | 'twice' | 'add' | 'wrap'
  /** Which value: counted in the order of the text, from the start again when there are fewer. */
  readonly at: number
  readonly json: string
  readonly key: string
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'twice', 'add', 'wrap'),
  at: fc.nat({ max: 60 }),
  json: hostileJson,
  key: fc.constantFrom(...ODD_KEYS),
})

const changes = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Change[]>([]) },
  { weight: 6, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
)

/** What is done to the text of a body as a whole. */
const damage: fc.Arbitrary<(text: string) => string | Uint8Array> = fc.oneof(
  { weight: 60, arbitrary: fc.constant((text: string) => text) },
  fc.nat({ max: 200 }).map(at => (text: string) => text.slice(0, at % (text.length + 1))),
  fc.nat({ max: 200 }).map(at => (text: string) => `${text.slice(0, at)},${text.slice(at)}`),
  fc.constantFrom('\ufeff', '[', ' \t\r\n', '"', 'null,', '{}').map(head => (text: string) => head + text),
  fc.constantFrom('}', ']', '\0', '{}', '//', 'x').map(tail => (text: string) => text + tail),
  fc.constantFrom(0xff, 0xc0, 0xed, 0x80, 0xf8).chain(byte =>
    fc.nat({ max: 200 }).map(at => (text: string) => {
      const bytes = Buffer.from(text)
      const place = at % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)])
    }),
  ),
)

/** The text of a value, changed in a few places: most of it is right, so that what is wrong is met deep inside. */
export function mutatedJson(value: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
  return fc
    .tuple(value, changes, damage)
    .map(([original, list, damaged]) => damaged(toText(list.reduce(apply, original))))
}

function apply(value: unknown, wanted: Change): unknown {
  const count = countOf(value)
  const place = { left: wanted.at % count }
  return rewrite(value, wanted, place)
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Raw) return 1
  return 1 + Object.values(value).reduce<number>((sum, part) => sum + countOf(part), 0)
}

function rewrite(value: unknown, wanted: Change, place: { left: number }): unknown {
  if (place.left-- === 0) return changed(value, wanted)
  if (typeof value !== 'object' || value === null || value instanceof Raw) return value
  if (Array.isArray(value)) return value.map(part => rewrite(part, wanted, place))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rewrite(part, wanted, place)]))
}

function changed(value: unknown, { kind, json, key }: Change): unknown {
  if (kind === 'drop') return undefined
  if (kind === 'wrap') return [value]
  if (kind === 'replace' || typeof value !== 'object' || value === null || value instanceof Raw)
    return new Raw(json)
  const own = toText(value)
  const pair = `${JSON.stringify(kind === 'twice' ? (Object.keys(value)[0] ?? key) : key)}:${json}`
  if (Array.isArray(value)) return new Raw(own === '[]' ? `[${json}]` : `${own.slice(0, -1)},${json}]`)
  return new Raw(own === '{}' ? `{${pair}}` : `{${pair},${own.slice(1)}`)
}

/** Like `JSON.stringify`, with raw parts as they are. */
function toText(value: unknown): string {
  if (value instanceof Raw) return value.text
  if (Array.isArray(value)) return `[${value.map(part => toText(part ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value).filter(([, part]) => part !== undefined)
  return `{${pairs.map(([key, part]) => `${JSON.stringify(key)}:${toText(part)}`).join(',')}}`
}
