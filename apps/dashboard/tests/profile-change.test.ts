import { expect, test } from 'bun:test'
import { isEmpty, type ProfileForm, profileChange } from '../src/app/pages/users/profile/profile-change'

const BENDER: ProfileForm = {
  name: 'Bender',
  image: 'https://robots.example/bender.png',
  language: 'en',
  role: 'user',
  teams: ['red'],
  invisible: false,
  custom: { ship: 'Planet Express', rank: 1, tools: { arms: 2 } },
}

test('what was not changed is not written', () => {
  expect(isEmpty(profileChange(BENDER, { ...BENDER, custom: { ...BENDER.custom } }))).toBe(true)
})

test('what was changed is set, what was taken away unset', () => {
  const after = {
    ...BENDER,
    image: '',
    role: 'admin',
    teams: ['red', 'blue'],
    custom: { ship: 'Nimbus', tools: { arms: 2 } },
  }
  expect(profileChange(BENDER, after)).toEqual({
    set: { role: 'admin', teams: ['red', 'blue'], ship: 'Nimbus' },
    unset: ['image', 'rank'],
  })
})

test('a list that became empty is set to empty', () => {
  expect(profileChange(BENDER, { ...BENDER, teams: [], invisible: true })).toEqual({
    set: { teams: [], invisible: true },
    unset: [],
  })
})
