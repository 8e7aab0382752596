import { expect, test } from 'bun:test'
import { matchingPeople, mentionedIn } from './mentions'

const fry = { id: 'fry', name: 'Philip J. Fry' }
const leela = { id: 'leela', name: 'Turanga Leela' }
const zoe = { id: 'z1', name: 'Zoë' }
const nameless = { id: 'robot-7' }
const people = [fry, leela, zoe, nameless]

test('those are mentioned whose name or id stands behind an @', () => {
  expect(mentionedIn('hi @Philip J. Fry and @leela!', people)).toEqual([fry, leela])
  expect(mentionedIn('(@robot-7)', people)).toEqual([nameless])
})

test('a longer word, an address or a name without @ mention nobody', () => {
  expect(mentionedIn('@fryer, me@fry, fry', people)).toEqual([])
  expect(mentionedIn('Zoë', people)).toEqual([])
})

test('nobody is mentioned twice, and 25 at most', () => {
  expect(mentionedIn('@fry @Philip J. Fry @fry', people)).toEqual([fry])
  const many = Array.from({ length: 30 }, (_, index) => ({ id: `u${index}x` }))
  expect(mentionedIn(many.map(({ id }) => `@${id}`).join(' '), many)).toHaveLength(25)
})

test('people are found by the start of a word of their name, or of their id', () => {
  expect(matchingPeople('fr', people)).toEqual([fry])
  expect(matchingPeople('lee', people)).toEqual([leela])
  expect(matchingPeople('zoe', people)).toEqual([zoe])
  expect(matchingPeople('ROBOT', people)).toEqual([nameless])
  expect(matchingPeople('', people)).toHaveLength(4)
  expect(matchingPeople('xyz', people)).toEqual([])
})
