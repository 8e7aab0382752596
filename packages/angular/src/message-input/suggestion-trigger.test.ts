import { expect, test } from 'bun:test'
import { completed, type SuggestionTrigger, triggerAt } from './suggestion-trigger'

const at = (text: string, hasCommands = true) => triggerAt(text, text.length, hasCommands)

test('an @ at the start of a word asks for people', () => {
  expect(at('@')).toEqual({ kind: 'mention', term: '', start: 0, end: 1 })
  expect(at('hi @fr')).toEqual({ kind: 'mention', term: 'fr', start: 3, end: 6 })
  expect(at('(@Philip J')).toEqual({ kind: 'mention', term: 'Philip J', start: 1, end: 10 })
  expect(at('two\n@a')?.term).toBe('a')
})

test('an address, a long phrase or a finished line ask for nobody', () => {
  expect(at('fry@planet')).toBeUndefined()
  expect(at('@fry let us go now')).toBeUndefined()
  expect(at('@fry\n')).toBeUndefined()
  expect(at('@ fry')).toBeUndefined()
})

test('a slash asks for commands at the very start alone', () => {
  expect(at('/mu')).toEqual({ kind: 'command', term: 'mu', start: 0, end: 3 })
  expect(at('and /mu')).toBeUndefined()
  expect(at('/mute ')).toBeUndefined()
  expect(at('/mu', false)).toBeUndefined()
  expect(at('/mute @f')?.kind).toBe('mention')
})

test('the caret counts, not the end of the text', () => {
  expect(triggerAt('@fr is here', 3, true)?.term).toBe('fr')
})

test('what is chosen stands in place of what was typed, with one space behind it', () => {
  const trigger = at('hi @fr') as SuggestionTrigger
  expect(completed('hi @fr', trigger, '@Fry')).toEqual({ text: 'hi @Fry ', caret: 8 })
  expect(completed('hi @fr, you', trigger, '@Fry')).toEqual({ text: 'hi @Fry , you', caret: 8 })
  expect(completed('hi @fr you', trigger, '@Fry')).toEqual({ text: 'hi @Fry you', caret: 8 })
})
