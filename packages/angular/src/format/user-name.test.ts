import { expect, test } from 'bun:test'
import { initials, shortName, userName } from './user-name'

test('a user without a name is called by the id', () => {
  expect(userName({ id: 'ada', name: 'Ada Lovelace' })).toBe('Ada Lovelace')
  expect(userName({ id: 'ada' })).toBe('ada')
  expect(userName({ id: 'ada', name: '  \n ' })).toBe('ada')
  expect(userName(undefined)).toBe('')
  expect(userName(null)).toBe('')
})

test('a name that is no text is not shown', () => {
  expect(userName({ id: 'ada', name: { $ne: 1 } as unknown as string })).toBe('ada')
})

test('marks that turn the direction of the text after them are left out', () => {
  expect(shortName('\u202egnp.exe')).toBe('gnp.exe')
  expect(shortName('\u2067Ada\u2069 ')).toBe('Ada')
})

test('a name of 5,000 characters is cut, emoji stay whole', () => {
  expect(shortName('x'.repeat(5000))).toHaveLength(200)
  expect([...shortName('😀'.repeat(5000))]).toHaveLength(200)
})

test('initials are the first letters of the first and the last word', () => {
  expect(initials('Ada Lovelace')).toBe('AL')
  expect(initials('ada king lovelace')).toBe('AL')
  expect(initials('ada')).toBe('A')
  expect(initials('jean-luc.picard')).toBe('JP')
  expect(initials('  ')).toBe('')
  expect(initials('(*) !')).toBe('')
  expect(initials('(ada) [lovelace]')).toBe('AL')
})

test('initials of other scripts and of emoji are whole', () => {
  expect(initials('山田 太郎')).toBe('山太')
  expect(initials('👩‍👩‍👧 family')).toBe('👩‍👩‍👧F')
  expect(initials('مها علي')).toBe('مع')
})
