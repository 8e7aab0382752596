import { expect, test } from 'bun:test'
import { DashboardLab } from './dashboard-lab.ts'

interface Field {
  readonly name: string
  readonly kind: string
  readonly operators: readonly string[]
  readonly values?: readonly (string | boolean)[]
  readonly caller_relative?: true
  readonly sortable?: true
}

type Noun = 'channels' | 'members' | 'messages' | 'users'
type Answer = Record<Noun, { readonly fields: readonly Field[]; readonly custom_operators: string[] }>

const SAMPLES: Readonly<Record<string, unknown>> = {
  string: 'x',
  number: 1,
  boolean: true,
  time: '2026-01-31T12:00:00Z',
  list: 'x',
  members: 'bender',
}

function operandOf(operator: string, { kind, values }: Field): unknown {
  const sample = values?.[0] ?? SAMPLES[kind]
  if (operator === '$in' || operator === '$nin') return [sample]
  return operator === '$exists' ? true : sample
}

test('every field and operator that is told of is one that channels, users, members and messages take', async () => {
  await using lab = await DashboardLab.open()
  const { duration: _, ...told } = await lab.ada.ok('GET /filter_fields')
  const { channels, users, members, messages } = told as unknown as Answer
  expect(Object.keys(told)).toEqual(['channels', 'members', 'messages', 'users'])
  const { server } = lab
  await server.upsertUsers({ id: 'bender' })
  const data = { created_by_id: 'bender', members: ['bender'] }
  await server.ok('POST /channels/messaging/planet/query', { data })

  const queries = {
    channels: (filter: object) =>
      server.ok('POST /channels', { filter_conditions: filter, user_id: 'bender', limit: 1 }),
    users: (filter: object) => server.ok(`GET /users${payload({ filter_conditions: filter })}`),
    members: (filter: object) =>
      server.ok(`GET /members${payload({ type: 'messaging', id: 'planet', filter_conditions: filter })}`),
    messages: (filter: object) =>
      server.ok(
        `GET /search${payload({ filter_conditions: { cid: 'messaging:planet' }, message_filter_conditions: filter })}`,
      ),
  }
  for (const [noun, { fields, custom_operators }] of Object.entries({ channels, users, members, messages })) {
    const ask = queries[noun as Noun]
    for (const field of fields) {
      for (const operator of field.operators) {
        await ask({ [field.name]: { [operator]: operandOf(operator, field) } })
      }
    }
    const custom: Field = { name: 'ship', kind: 'string', operators: custom_operators }
    for (const operator of custom_operators) await ask({ ship: { [operator]: operandOf(operator, custom) } })
  }
})

const payload = (value: unknown): string => `?payload=${encodeURIComponent(JSON.stringify(value))}`
