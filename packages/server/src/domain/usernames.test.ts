import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import type { UserRecord } from './records.ts'
import { checkUsernameIsFree, usernameKey } from './usernames.ts'

test('names are the same without spaces, punctuation, case and width', () => {
  for (const name of ['John Doe', 'john_doe', ' JOHN-DOE! ', 'Ｊohn　Ｄoe'])
    expect(usernameKey(name)).toBe('johndoe')
  expect(usernameKey('Жанна')).toBe('жанна')
  expect(usernameKey('!?')).toBe('')
  expect(usernameKey(undefined)).toBe('')
})

const someone = (id: string, ...teams: string[]) => ({ id, name: 'Sam', teams }) as unknown as UserRecord

function isFree(scope: 'no' | 'app' | 'team', user: UserRecord, ...namesakes: UserRecord[]): boolean {
  try {
    checkUsernameIsFree(scope, user, namesakes)
    return true
  } catch (error) {
    if (error instanceof ChatError && error.errorName === 'duplicate_username') return false
    throw error
  }
}

test('a name is taken by somebody else in scope only', () => {
  expect(isFree('app', someone('a'), someone('a'))).toBe(true)
  expect(isFree('app', someone('a'), someone('b'))).toBe(false)
  expect(isFree('no', someone('a'), someone('b'))).toBe(true)
  expect(isFree('team', someone('a', 'red'), someone('b', 'blue'))).toBe(true)
  expect(isFree('team', someone('a', 'red', 'blue'), someone('b', 'blue'))).toBe(false)
  expect(isFree('team', someone('a'), someone('b', 'blue'))).toBe(true)
  expect(isFree('team', someone('a'), someone('b'))).toBe(false)
})
