import { expect, test } from 'bun:test'
import { DashboardBrowser } from '@parley/testkit'
import { CliLab } from './cli-lab.ts'

const ADA = { email: 'ada@example.com', password: 'a horse, a battery, a staple' }

const tokenOf = (greeting: string): string | undefined =>
  /\/dashboard\/setup#([\w-]{43})\n/.exec(greeting)?.[1]

test('each start prints another link while there is no admin; who is lost is removed and starts again', async () => {
  await using lab = await CliLab.open()
  const first = tokenOf(await lab.serve())
  expect(first).toBeString()
  await lab.stop()
  const second = tokenOf(await lab.serve())
  expect(second).not.toBe(first)

  const browser = new DashboardBrowser(lab)
  expect(await browser.refusal('POST /setup', { ...ADA, token: first })).toEqual([401, 'link'])
  await browser.ok('POST /setup', { ...ADA, token: second })
  await lab.stop()
  const third = await lab.serve()
  expect([tokenOf(third), third]).toEqual([undefined, expect.stringContaining(`${lab.url}/dashboard\n`)])
  expect(await lab.json('admin', 'list')).toMatchObject({ admins: [{ email: ADA.email, role: 'owner' }] })
  expect((await lab.run('admin', 'remove', 'bob@example.com')).exitCode).toBe(1)
  expect(await lab.json('admin', 'remove', 'Ada@example.com')).toEqual({ removed: ADA.email, left: 0 })
  expect(await browser.refusal('GET /session')).toEqual([401, 'not_signed_in'])
  await lab.stop()
  expect(tokenOf(await lab.serve())).toBeString()
})

test('the environment makes the first admin, too, and a wrong flag is refused', async () => {
  await using lab = await CliLab.open({
    env: { PARLEY_ADMIN_EMAIL: ADA.email, PARLEY_ADMIN_PASSWORD: ADA.password },
  })
  const greeting = await lab.serve()
  expect(tokenOf(greeting)).toBeUndefined()
  expect(greeting).not.toContain(ADA.password)
  await new DashboardBrowser(lab).ok('POST /sign_in', ADA)
  const refused = await lab.run('serve', '--admin-email', 'ada')
  expect([refused.exitCode, refused.err]).toEqual([2, expect.stringContaining("--admin-email can't be used")])
})
