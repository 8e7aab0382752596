import { describe, expect, test } from 'bun:test'
import { builtInBlocklist, compileBlocklist, findBlocked, wordsIn } from './blocklists.ts'

describe('words', () => {
  test.each([
    ['Hello,  wörld!', ['hello', 'wörld']],
    ['a-b\u2013c\td\u00a0e', ['a', 'b', 'c', 'd', 'e']],
    ['"(quoted)" it’s', ['quoted', 'it’s']],
    ['ＷＩＤＥ ÉCOLE', ['wide', 'école']],
    ['— !! …', []],
    ['नमस्ते दुनिया।', ['नमस्ते', 'दुनिया']],
  ])('%p', (text, words) => {
    expect(wordsIn(text)).toEqual(words)
  })
})

test('whole words are found, whatever their case; parts of words are not', () => {
  const list = compileBlocklist('mine', ['Darn', 'écœurant', 'ice cream', 'half-wit', '  ', '!!'])
  const find = (text: string) => findBlocked(list, wordsIn(text))
  expect(find('oh DARN!')).toBe('darn')
  expect(find('darned')).toBeUndefined()
  expect(find('C’est ÉCŒURANT.')).toBe('écœurant')
  expect(find('e\u0301cœurant')).toBe('écœurant')
  expect(find('I like ice-cream')).toBe('ice cream')
  expect(find('ice, then cream')).toBeUndefined()
  expect(find('you half wit')).toBe('half wit')
  expect(find('ice')).toBeUndefined()
  expect(find('!!')).toBeUndefined()
})

test('the built-in list knows the usual words and leaves Scunthorpe alone', () => {
  const find = (text: string) => findBlocked(builtInBlocklist(), wordsIn(text))
  expect(find('what the fuck')).toBe('fuck')
  expect(find('You son of a BITCH')).toBe('son of a bitch')
  for (const text of [
    'Scunthorpe',
    'assassin',
    'a class act',
    'Hello',
    'Essex',
    'cockpit',
    'Dick Van Dyke’s film',
  ]) {
    expect([text, find(text)]).toEqual([text, undefined])
  }
})

test('a long text takes no long time', () => {
  const list = compileBlocklist(
    'long',
    Array.from({ length: 10_000 }, (_, at) => `word${at} next`),
  )
  expect(findBlocked(list, wordsIn('word1 '.repeat(4_000)))).toBeUndefined()
})
