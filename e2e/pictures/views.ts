import { signToken } from '@parley/testkit'
import type { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'

export interface View {
  /** Of the file. */
  readonly name: string
  /** Below /dashboard; `APP` stands for the API key. */
  readonly path: string
  readonly prepare?: (window: DashboardWindow, site: DashboardSite) => Promise<void>
}

/** What docs/dashboard.md shows. */
export const VIEWS: readonly View[] = [
  { name: 'overview', path: '/apps/APP/chat/overview' },
  { name: 'keys', path: '/apps/APP/settings' },
  {
    name: 'tokens',
    path: '/apps/APP/tokens',
    prepare: async ({ page }, { server }) => {
      await page.getByLabel('API secret').fill(server.secret)
      await page.getByLabel('User ID').fill('hanna')
      await page.getByText(/^eyJ/).first().waitFor()
    },
  },
  {
    name: 'inspector',
    path: '/apps/APP/tokens/inspect',
    prepare: async ({ page }, { server }) => {
      const expired = Math.floor(Date.now() / 1000) - 7_200
      const token = signToken(server.secret, { user_id: 'hanna', iat: expired - 3_600, exp: expired })
      await page.getByRole('textbox').first().fill(token)
      await page.getByText('expired').first().waitFor()
    },
  },
  { name: 'users', path: '/apps/APP/users?order=last_active' },

  { name: 'channel', path: '/apps/APP/channels/livestream:village-square' },

  { name: 'roles', path: '/apps/APP/roles' },
  { name: 'explain', path: '/apps/APP/roles/explain?user=goran&cid=livestream:village-square' },
  { name: 'usage', path: '/apps/APP/usage' },
  { name: 'live', path: '/apps/APP/live' },
  { name: 'logs', path: '/apps/APP/logs' },
  { name: 'webhooks', path: '/apps/APP/logs/webhooks' },
  { name: 'moderation', path: '/apps/APP/moderation' },
  // The last of an app: from then on a banner stands on every page.
  {
    name: 'authentication',
    path: '/apps/APP/chat/overview',
    prepare: async ({ page }) => {
      await page.getByRole('switch', { name: 'Disable Auth Checks' }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: /Disable/ })
        .click()
      await page.getByText('Auth checks are off for').waitFor()
      await page.locator('mat-snack-bar-container').waitFor({ state: 'detached' })
      await page.locator('#authentication').evaluate(section => section.scrollIntoView())
    },
  },
  { name: 'audit', path: '/audit' },
]
