import { expect, test } from 'bun:test'
import { parseJsonObject } from '../src/app/ui/parse-json-object'

test('an object is read, and nothing typed is an empty one', () => {
  expect(parseJsonObject('{"plan": "pro", "seats": [1, 2]}').value).toEqual({ plan: 'pro', seats: [1, 2] })
  expect(parseJsonObject('  \n').value).toEqual({})
})

test.each(['[1]', '"text"', '12', 'null', 'true'])('%s is JSON, and no object', text => {
  expect(parseJsonObject(text)).toEqual({ problem: 'must be an object: {"key": "value"}' })
})

test.each(['{', '{"a": }', '{"a": 1,}', 'plan: pro', "{'a': 1}"])('%s is no JSON', text => {
  const { value, problem } = parseJsonObject(text)
  expect(value).toBeUndefined()
  expect(problem).toStartWith('not JSON')
})
