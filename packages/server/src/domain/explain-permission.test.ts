import { expect, test } from 'bun:test'
import { ACTIONS, type Action } from '@parley/protocol'
import fc from 'fast-check'
import { world } from '../../tests/permission-worlds.ts'
import { explainPermission, type MissingGrant } from './explain-permission.ts'
import { APP_RESOURCE, can, type Resource, type Subject, scopeOfGrant, userResource } from './permissions.ts'
import { compilePermissions } from './permissions-own.ts'

const actions = Object.keys(ACTIONS) as Action[]

/** Permissions of the app's own, one of every kind, granted to a role that worlds have. */
const OWN = compilePermissions(
  actions.flatMap((action, at) => [
    {
      appId: 1,
      id: `own-${action}`,
      name: '',
      description: '',
      action,
      owner: at % 2 === 0,
      sameTeam: at % 3 === 0,
      condition: at % 5 === 0 ? { '$subject.id': 'alice' } : undefined,
    },
  ]),
)

const cases = fc
  .tuple(world(), fc.constantFrom('channel', 'user', 'app'), fc.boolean())
  .map(([{ subject, resource }, kind, withOwn]): [Subject, Resource] => [
    withOwn ? withOwnPermissions(subject) : subject,
    kind === 'channel'
      ? resource
      : kind === 'app'
        ? APP_RESOURCE
        : userResource({ id: 'bob', teams: ['red'] }),
  ])

function withOwnPermissions(subject: Subject): Subject {
  const { settings } = subject.app
  const grants = { ...settings.grants, odd: actions.map(action => `own-${action}`) }
  return { ...subject, app: { settings: { ...settings, grants }, rules: { permissions: OWN } } }
}

test('the explanation and can() never disagree, for every action', () => {
  let allowed = 0
  let refused = 0
  fc.assert(
    fc.property(cases, ([subject, resource]) => {
      for (const action of actions) {
        const answer = explainPermission(subject, action, resource)
        expect([action, answer.allowed]).toEqual([action, can(subject, action, resource)])
        if (answer.grant) allowed++
        if (answer.missing.length > 0) refused++
      }
    }),
    { numRuns: 1_000 },
  )
  // The worlds must not be so poor that grants never matter.
  expect(allowed).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(500)
})

test('the grant that is named is there, and all that fall short are', () => {
  fc.assert(
    fc.property(cases, fc.constantFrom(...actions), ([subject, resource], action) => {
      const { grant, short } = explainPermission(subject, action, resource)
      for (const each of grant ? [grant] : short) {
        const scope = scopeOfGrant(subject, action, resource, each.role.name, each.permission)
        expect(scope).toBe(each.scope)
      }
    }),
    { numRuns: 3_000 },
  )
})

test('giving what is said to be missing allows it, each by itself', () => {
  let tried = 0
  fc.assert(
    fc.property(cases, fc.constantFrom(...actions), ([subject, resource], action) => {
      for (const missing of explainPermission(subject, action, resource).missing) {
        const [richer, where] = given(subject, resource, missing)
        expect(can(richer, action, where)).toBe(true)
        tried++
      }
    }),
    { numRuns: 5_000 },
  )
  expect(tried).toBeGreaterThan(1_000)
})

/** The world after what an admin would do about it. */
function given(subject: Subject, resource: Resource, missing: MissingGrant): [Subject, Resource] {
  const { role, permission, scope } = missing
  const add = (grants: Readonly<Record<string, readonly string[]>>) => ({
    ...grants,
    [role.name]: [...(grants[role.name] ?? []), permission],
  })
  const { channel } = resource
  if (scope === 'app' || !channel) {
    const { settings } = subject.app
    const app = { ...subject.app, settings: { ...settings, grants: add(settings.grants) } }
    return [{ ...subject, app }, resource]
  }
  if (scope === 'channel_type') {
    const type = { ...channel.type, grants: add(channel.type.grants) }
    return [subject, { ...resource, channel: { ...channel, type } }]
  }
  const grants = { ...(channel.overrides?.grants as Record<string, string[]>) }
  const left = (grants[role.name] ?? []).filter(text => text !== `!${permission}`)
  const isGiven = channel.type.grants[role.name]?.includes(permission) === true
  grants[role.name] = isGiven ? left : [...left, permission]
  return [subject, { ...resource, channel: { ...channel, overrides: { ...channel.overrides, grants } } }]
}
