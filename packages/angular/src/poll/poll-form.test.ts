import '@angular/compiler'
import { expect, test } from 'bun:test'
import { MAX_OPTIONS, PollForm } from './poll-form'

/** A form with a question and these options. */
function form(question: string, ...options: string[]): PollForm {
  const made = new PollForm()
  made.question.set(question)
  while (made.options().length < options.length) made.addOption()
  for (const [index, { id }] of made.options().entries()) made.setOption(id, options[index] ?? '')
  return made
}

/** What is wrong with the options, in their order. */
const wrong = (made: PollForm) => made.options().map(({ id }) => made.problems().options.get(id))

test('an empty form lacks a question and two options', () => {
  const made = new PollForm()
  expect(made.problems().question).toBe('missing')
  expect(wrong(made)).toEqual(['missing', 'missing'])
  expect(made.problems().any).toBe(true)
})

test('space is no question, and no option', () => {
  expect(form(' ', 'a', 'b').problems().question).toBe('missing')
  expect(wrong(form('Why?', 'a', ' '))).toEqual([undefined, 'missing'])
})

test('fields that are left empty are left out, where two are not', () => {
  const made = form(' Why? ', 'a', '', ' b ', '')
  expect(made.problems().any).toBe(false)
  expect(made.request()).toMatchObject({ name: 'Why?', options: [{ text: 'a' }, { text: 'b' }] })
})

test('the second of two equal options is the wrong one', () => {
  expect(wrong(form('Why?', 'Yes', 'no', ' yes'))).toEqual([undefined, undefined, 'double'])
})

test('texts end where the server’s end', () => {
  expect(form('x'.repeat(255), 'a', 'b').problems().any).toBe(false)
  expect(form('x'.repeat(256), 'a', 'b').problems().question).toBe('too-long')
  expect(wrong(form('Why?', 'a', 'x'.repeat(256)))).toEqual([undefined, 'too-long'])
})

test('a number of votes counts where several are allowed, from 2 to 10', () => {
  const made = form('Why?', 'a', 'b')
  made.most.set('99')
  expect(made.problems().any).toBe(false)
  expect(made.request()).not.toHaveProperty('max_votes_allowed')
  made.isMultiple.set(true)
  for (const typed of ['99', '1', '0', '-2', '2.5', 'two', '1e1']) {
    made.most.set(typed)
    expect([typed, made.problems().mostRange]).toEqual([typed, 10])
  }
  made.most.set(' 10 ')
  expect(made.problems().any).toBe(false)
  expect(made.request()).toMatchObject({ enforce_unique_vote: false, max_votes_allowed: 10 })
  made.most.set('')
  expect(made.request()).not.toHaveProperty('max_votes_allowed')
})

test('there is room for so many options, and two stay', () => {
  const made = new PollForm()
  while (made.hasRoom()) made.addOption()
  expect(made.options()).toHaveLength(MAX_OPTIONS)
  expect(made.addOption()).toBeUndefined()
  for (const { id } of made.options()) made.removeOption(id)
  expect(made.options()).toHaveLength(2)
})

test('cleared it is as it was at first', () => {
  const made = form('Why?', 'a', 'b', 'c')
  for (const choice of [made.isMultiple, made.isAnonymous, made.takesOptions, made.takesComments])
    choice.set(true)
  made.clear()
  expect(made.request()).toEqual(new PollForm().request())
  expect(made.options()).toHaveLength(2)
})
