import { describe, expect, test } from 'bun:test'
import { createApp } from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { ADA, DashboardLab } from './dashboard-lab.ts'

type Admin = { id: string; email: string; role: string; apps: string[] | null }

async function adminsOf(lab: DashboardLab): Promise<Admin[]> {
  return (await lab.ada.ok('GET /admins')).admins as Admin[]
}

async function idOf(lab: DashboardLab, email: string): Promise<string> {
  return (await adminsOf(lab)).find(admin => admin.email === email)?.id ?? ''
}

async function addApp(lab: DashboardLab, key: string): Promise<void> {
  const { store, clock } = lab.server.running.deps
  await createApp({ store, clock, box: createSecretBox(undefined) }, { name: key, mode: 'development', key })
}

describe('an invitation', () => {
  test('lets one person in, once, as it says', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const asked = { email: 'Bob@Example.com', role: 'admin', apps: ['test-key'] }
    const { token, url, invitation } = await lab.ada.ok('POST /invitations', asked)
    expect(url).toBe(`${lab.server.url}/dashboard/join#${token}`)
    expect(invitation).toMatchObject({ email: 'bob@example.com', role: 'admin', apps: ['test-key'] })
    expect((await lab.ada.ok('GET /invitations')).invitations).toEqual([invitation])
    const bob = lab.browser()
    const { name } = (await lab.ada.ok('GET /apps/test-key')).app as { name: string }
    expect(await bob.ok('POST /invitations/read', { token })).toMatchObject({
      email: 'bob@example.com',
      role: 'admin',
      app_names: [name],
      expires_at: (invitation as { expires_at: string }).expires_at,
    })
    const accept = { token, name: 'Bob', password: ADA.password }
    expect(await bob.ok('POST /invitations/accept', accept)).toMatchObject({
      admin: { email: 'bob@example.com', name: 'Bob', role: 'admin', apps: ['test-key'] },
    })
    expect(await lab.browser().refusal('POST /invitations/accept', accept)).toEqual([401, 'link'])
    expect((await lab.ada.ok('GET /invitations')).invitations).toEqual([])
    expect(await lab.audited()).toEqual([
      'bob@example.com session.start admin bob@example.com',
      'bob@example.com admin.create admin bob@example.com',
      'ada@example.com invitation.create invitation of bob@example.com',
      'ada@example.com session.start admin ada@example.com',
      'ada@example.com admin.create admin ada@example.com',
    ])
  })

  test('is good for a week, until it is cancelled, or until there is a newer one', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const asked = { email: 'bob@example.com', role: 'viewer' }
    const first = await lab.ada.ok('POST /invitations', asked)
    const second = await lab.ada.ok('POST /invitations', asked)
    const read = (token: unknown) => lab.browser().refusal('POST /invitations/read', { token })
    expect(await read(first.token)).toEqual([401, 'link'])
    await lab.ada.ok(`DELETE /invitations/${(second.invitation as Admin).id}`)
    expect(await read(second.token)).toEqual([401, 'link'])
    const third = await lab.ada.ok('POST /invitations', asked)
    lab.clock.advance(7 * 24 * 3_600)
    expect(await read(third.token)).toEqual([401, 'link'])
  })

  test('is no set-up link, and the other way around', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const { token } = await lab.ada.ok('POST /invitations', { email: 'bob@example.com', role: 'viewer' })
    expect(await lab.browser().refusal('POST /setup', { ...ADA, email: 'bob@example.com', token })).toEqual([
      401,
      'link',
    ])
  })

  test('can not be for who is there already, nor confine an owner, nor name an app that is none', async () => {
    await using lab = await DashboardLab.open()
    await lab.confirm()
    const bob = { email: 'bob@example.com' }
    const refused = [
      { email: ADA.email, role: 'viewer' },
      { ...bob, role: 'owner', apps: ['test-key'] },
      { ...bob, role: 'admin', apps: ['none'] },
      { email: 'bob', role: 'admin' },
      { ...bob, role: 'emperor' },
    ]
    const statuses = []
    for (const body of refused) statuses.push((await lab.ada.call('POST /invitations', body)).status)
    expect(statuses).toEqual([403, 400, 400, 400, 400])
  })
})

test('admins are listed in pages, by e-mail address', async () => {
  await using lab = await DashboardLab.open()
  for (const name of ['cid', 'bob', 'dan']) await lab.invite(`${name}@example.com`, 'viewer')
  const first = await lab.ada.ok('GET /admins?limit=2')
  const second = await lab.ada.ok(`GET /admins?limit=2&next=${first.next}`)
  const names = [first, second].map(({ admins }) => (admins as Admin[]).map(({ email }) => email))
  expect(names).toEqual([
    ['ada@example.com', 'bob@example.com'],
    ['cid@example.com', 'dan@example.com'],
  ])
  expect([first.owners, second.owners, second.next]).toEqual([1, 1, undefined])
  expect((await lab.ada.call('GET /admins?next=bm9uZQ')).status).toBe(400)
  const { next } = await lab.ada.ok('GET /audit?limit=1')
  expect((await lab.ada.call(`GET /admins?next=${next}`)).status).toBe(400)
  expect((await lab.ada.call('GET /admins?limit=0')).status).toBe(400)
})

describe('what an admin may do', () => {
  test('changes from the next request on, and is written down', async () => {
    await using lab = await DashboardLab.open()
    const bob = await lab.invite('bob@example.com', 'viewer')
    expect(await bob.refusal('GET /audit')).toEqual([403, 'role'])
    const id = await idOf(lab, 'bob@example.com')
    const { admin } = await lab.ada.ok(`PATCH /admins/${id}`, { role: 'admin', apps: ['test-key'] })
    expect(admin).toMatchObject({ role: 'admin', apps: ['test-key'] })
    await bob.ok('GET /audit')
    const { entries } = await lab.ada.ok('GET /audit?action=admin.access')
    expect(entries).toMatchObject([
      {
        admin: ADA.email,
        target: 'admin bob@example.com',
        before: { role: 'viewer', apps: null },
        after: { role: 'admin', apps: ['test-key'] },
        address: '127.0.0.1',
      },
    ])
    await lab.ada.ok(`PATCH /admins/${id}`, { role: 'admin' })
    expect((await lab.ada.ok('GET /audit?action=admin.access')).entries).toHaveLength(1)
    expect(await lab.ada.ok(`PATCH /admins/${id}`, { apps: null })).toMatchObject({ admin: { apps: null } })
  })

  test('ends with their removal, sessions and all', async () => {
    await using lab = await DashboardLab.open()
    const bob = await lab.invite('bob@example.com', 'owner')
    await lab.ada.ok(`DELETE /admins/${await idOf(lab, 'bob@example.com')}`)
    expect(await bob.refusal('GET /session')).toEqual([401, 'not_signed_in'])
    const signIn = { email: 'bob@example.com', password: ADA.password }
    expect(await lab.browser().refusal('POST /sign_in', signIn)).toEqual([401, 'wrong_password'])
    expect(await adminsOf(lab)).toHaveLength(1)
  })

  test('the last owner stays one, also when two owners remove each other at once', async () => {
    await using lab = await DashboardLab.open()
    const ada = await idOf(lab, ADA.email)
    await lab.confirm()
    expect(await lab.ada.refusal(`DELETE /admins/${ada}`)).toEqual([403, 'last_owner'])
    expect(await lab.ada.refusal(`PATCH /admins/${ada}`, { role: 'viewer' })).toEqual([403, 'last_owner'])
    const bob = await lab.invite('bob@example.com', 'owner')
    await bob.ok('POST /session/confirm', { password: ADA.password })
    const both = await Promise.all([
      lab.ada.call(`DELETE /admins/${await idOf(lab, 'bob@example.com')}`),
      bob.call(`DELETE /admins/${ada}`),
    ])
    expect(both.filter(reply => reply.status === 200)).toHaveLength(1)
    const { store } = lab.server.running.deps
    expect((await store.read.listAdmins()).filter(admin => admin.role === 'owner')).toHaveLength(1)
  })
})

describe('the audit log', () => {
  test('comes in pages, filtered by who, what and when', async () => {
    await using lab = await DashboardLab.open()
    for (let count = 0; count < 5; count++) await lab.ada.ok('PATCH /account', { name: `Ada ${count}` })
    const seen: unknown[] = []
    let next = ''
    do {
      const page = await lab.ada.ok(`GET /audit?action=admin&limit=2${next && `&next=${next}`}`)
      seen.push(...(page.entries as { after: unknown }[]).map(entry => entry.after))
      next = typeof page.next === 'string' ? page.next : ''
    } while (next !== '')
    expect(seen).toEqual([
      ...[4, 3, 2, 1, 0].map(count => ({ name: `Ada ${count}` })),
      { role: 'owner', by: 'setup' },
    ])
    expect(await lab.audited('?action=adm')).toEqual([])
    expect(await lab.audited('?admin=adm_none')).toEqual([])
    expect(await lab.audited('?from=2099-01-01T00:00:00Z')).toEqual([])
    expect(await lab.audited('?to=2099-01-01T00:00:00Z')).toHaveLength(7)
    expect((await lab.ada.call(`GET /audit?next=${'x'.repeat(20)}`)).status).toBe(400)
  })

  test('shows each admin what concerns their apps, and owners everything', async () => {
    await using lab = await DashboardLab.open()
    await addApp(lab, 'other-key')
    const { store, clock } = lab.server.running.deps
    const apps = await store.read.listApps()
    await store.transaction(async tx => {
      for (const app of apps) {
        const who = {
          adminId: undefined,
          adminEmail: 'ada',
          before: undefined,
          after: undefined,
          address: '',
        }
        await tx.insertAudit({ ...who, atUs: clock(), appId: app.id, action: 'app.update', target: app.key })
      }
    })
    const bob = await lab.invite('bob@example.com', 'admin', ['other-key'])
    const seen = async (query: string) =>
      ((await bob.ok(`GET /audit${query}`)).entries as { target: string }[]).map(entry => entry.target)
    expect(await seen('')).toEqual(['other-key'])
    expect(await seen('?app=other-key')).toEqual(['other-key'])
    expect(await seen('?app=test-key')).toEqual([])
    expect(await lab.audited('?app=test-key')).toEqual(['ada app.update test-key'])
    expect((await lab.audited()).length).toBeGreaterThan(4)
  })
})
