import { describe, expect, test } from 'bun:test'
import { CHANNEL_FIELDS } from '../../../packages/server/src/domain/channel-fields.ts'
import { OPS } from '../../../packages/server/src/domain/field-table.ts'
import { parseFilter } from '../../../packages/server/src/domain/parse-filter.ts'
import { checkFilter } from '../src/app/ui/filter-editor/check-filter'
import { completeFilter } from '../src/app/ui/filter-editor/complete-filter'
import { toFilter, toRows } from '../src/app/ui/filter-editor/filter-rows'
import type { FilterTable } from '../src/app/ui/filter-editor/filter-table'
import { formatFilter } from '../src/app/ui/filter-editor/format-filter'
import { parseLocated, placeOf, plainValue } from '../src/app/ui/filter-editor/parse-located'

const TABLE: FilterTable = {
  fields: Object.entries(CHANNEL_FIELDS.fields).map(([name, { kind, ops, values, callerRelative }]) => ({
    name,
    kind,
    operators: ops.map(op => `$${op}`),
    ...(values && { values }),
    ...(callerRelative && { caller_relative: true }),
  })),
  refused: CHANNEL_FIELDS.refused,
  custom_operators: OPS.custom.map(op => `$${op}`),
  sorts: [],
}

/** What is wrong, and the part of the text that is marked. */
function faultIn(text: string): readonly [marked: string, text: string] | undefined {
  const { tree, fault } = parseLocated(text)
  const found = fault ?? (tree && checkFilter(tree, { table: TABLE, hasPerspective: false }))
  return found && [text.slice(found.start, found.end), found.text]
}

describe('JSON with places', () => {
  test('says the same as JSON.parse', () => {
    for (const text of [
      '{}',
      ' [1, -2.5e3, "a\\n\\u00e9", true, null, {"a": {"b": []}}] ',
      '"x"',
      '{"a":{"$in":["x","y"]}}',
    ]) {
      const { tree } = parseLocated(text)
      expect(tree && plainValue(tree)).toEqual(JSON.parse(text))
    }
  })

  test.each([
    ['{"a": }', '}', 'a value is missing'],
    ['{"a": 1', '{', 'never closed'],
    ['{"a": "x', '"', 'quote is never closed'],
    ['{"a" 1}', '1', 'colon is missing after "a"'],
    ['{a: 1}', 'a', 'a needs quotes: "a"'],
    ['{"a": fry}', 'fry', 'fry needs quotes: "fry"'],
    ['{"a": 1 "b": 2}', '"', ', or } is missing'],
    ['{"a": 1,}', '}', 'a name in quotes is missing'],
    ['{} {}', '{', 'the filter ends before this'],
    ['{"a": "\\x"}', '"\\x"', 'backslash'],
    ['', '', 'a value is missing'],
  ])('%s is refused where it is wrong', (text, marked, words) => {
    const fault = faultIn(text)
    expect(fault?.[0]).toBe(marked)
    expect(fault?.[1]).toContain(words)
  })

  test('a place is told by line and column', () => {
    expect(placeOf('{\n  "a": 1\n}', 4)).toBe('line 2, column 3')
  })
})

describe('what a filter may say', () => {
  test.each([
    [
      '{"member_count": {"$contains": 3}}',
      '"$contains"',
      '$contains is no operator of member_count (number); it takes $eq',
    ],
    ['{"frozen": "yes"}', '"yes"', 'true or false'],
    ['{"created_at": {"$lt": "yesterday"}}', '"yesterday"', 'a time such as'],
    ['{"deleted_at": {"$exists": true}}', '"deleted_at"', 'deleted channels are never returned'],
    ['{"hidden": true}', '"hidden"', 'As seen by'],
    ['{"$and": {}}', '{}', 'takes an array of filters'],
    ['{"$or": []}', '[]', 'at least one'],
    ['{"$gt": 3}', '"$gt"', 'belongs inside a field'],
    ['{"$near": 3}', '"$near"', 'is no operator'],
    ['{"type": {"$in": "team"}}', '"team"', 'takes an array'],
    ['{"name": {"$q": 4}}', '4', 'takes a text'],
    ['{"a b": 1}', '"a b"', 'named with letters'],
    ['[1]', '[1]', 'a filter is an object'],
  ])('%s is refused', (text, marked, words) => {
    const fault = faultIn(text)
    expect(fault?.[0]).toBe(marked)
    expect(fault?.[1]).toContain(words)
    // And so does the server.
    expect(() => parseFilter(JSON.parse(text), CHANNEL_FIELDS, { perspective: false })).toThrow()
  })

  test.each([
    '{}',
    '{"frozen": true, "member_count": {"$gte": 2, "$lt": 10}}',
    '{"members": {"$in": ["fry", "leela"]}, "ship": "Planet Express"}',
    '{"$or": [{"type": "team"}, {"$nor": [{"crew.size": {"$gt": 3}}]}]}',
    '{"last_message_at": {"$exists": false}, "team": null}',
  ])('%s is taken', text => {
    expect(faultIn(text)).toBeUndefined()
    expect(() => parseFilter(JSON.parse(text), CHANNEL_FIELDS, { perspective: false })).not.toThrow()
  })
})

describe('what is proposed at the caret', () => {
  const at = (text: string) => {
    const caret = text.indexOf('|')
    const plain = text.replace('|', '')
    const found = completeFilter(plain, caret, TABLE)
    const [first] = found?.items ?? []
    const taken = found && first && plain.slice(0, found.start) + first.insert + plain.slice(found.end)
    return { labels: found?.items.map(({ label }) => label) ?? [], taken }
  }

  test('fields and logical operators by what was typed', () => {
    expect(at('{"mem|').labels).toEqual(['member_count', 'members', 'member.user.name'])
    expect(at('{"froz|"}').taken).toBe('{"frozen": }')
    expect(at('{froz|').taken).toBe('{"frozen": ')
    expect(at('{"froz|": true}').taken).toBe('{"frozen": true}')
    expect(at('{"$o|').taken).toBe('{"$or": [{}]')
    expect(at('{|').labels).toContain('last_message_at')
    expect(at('{"type": "team", |').labels).toContain('frozen')
    expect(at('{"$or": [{"ty|').labels).toContain('type')
  })

  test('the operators of a field', () => {
    expect(at('{"frozen": {"|').labels).toEqual(['$eq', '$ne'])
    expect(at('{"member.user.name": {"$|').labels).toEqual(['$eq', '$in', '$autocomplete', '$q'])
    expect(at('{"ship": {"$c|').taken).toBe('{"ship": {"$contains": ')
  })

  test('values, where they are known', () => {
    expect(at('{"frozen": t|').taken).toBe('{"frozen": true')
    expect(at('{"invite": "p|"').taken).toBe('{"invite": "pending"')
    expect(at('{"invite": {"$in": ["acc|').taken).toBe('{"invite": {"$in": ["accepted"')
    expect(at('{"created_at": {"$lt": |').labels).toContain('30 days ago')
    expect(at('{"type": "te|').labels).toEqual([])
  })
})

describe('conditions', () => {
  test.each([
    [{}],
    [{ frozen: true }],
    [{ member_count: { $gte: 2, $lt: 10 }, type: { $in: ['team'] } }],
    [{ $or: [{ type: 'team' }, { frozen: true }] }],
  ])('%p is the same after it was shown as rows', filter => {
    const rows = toRows(filter)
    expect(rows && toFilter(rows)).toEqual(filter)
  })

  test('what is deeper can’t be shown', () => {
    expect(toRows({ $nor: [{ frozen: true }] })).toBeUndefined()
    expect(toRows({ $or: [{ frozen: true, type: 'team' }] })).toBeUndefined()
    expect(toRows({ frozen: true, $or: [{ type: 'team' }] })).toBeUndefined()
  })

  test('the same field and operator twice need an $and', () => {
    const row = (value: string) => ({ field: 'members', operator: '$eq', value })
    expect(toFilter({ match: 'all', rows: [row('fry'), row('leela')] })).toEqual({
      $and: [{ members: 'fry' }, { members: 'leela' }],
    })
  })

  test('a row that is not finished counts for nothing', () => {
    expect(toFilter({ match: 'any', rows: [{ field: '', operator: '$eq', value: 'x' }] })).toEqual({})
  })
})

test('short filters stand on one line, long ones on several', () => {
  expect(formatFilter({ type: 'team', frozen: true })).toBe('{"type": "team", "frozen": true}')
  const long = {
    members: { $in: ['bender', 'leela', 'fry', 'zoidberg'] },
    member_count: { $gt: 2 },
    frozen: false,
  }
  expect(formatFilter(long).split('\n')).toHaveLength(5)
  expect(JSON.parse(formatFilter(long))).toEqual(long)
})
