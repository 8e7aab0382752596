import type { DashboardWindow } from '../src/dashboard-window.ts'

export interface View {
  /** Of the file. */
  readonly name: string
  /** Below /dashboard; `APP` stands for the API key. */
  readonly path: string
  readonly prepare?: (window: DashboardWindow) => Promise<void>
}

/** What docs/dashboard.md shows. */
export const VIEWS: readonly View[] = [
  { name: 'apps', path: '/' },
  { name: 'overview', path: '/apps/APP/chat/overview' },
  {
    name: 'authentication',
    path: '/apps/APP/chat/overview',
    prepare: async ({ page }) =>
      page.locator('#authentication').evaluate(section => section.scrollIntoView()),
  },
  { name: 'keys', path: '/apps/APP/settings' },
  { name: 'tokens', path: '/apps/APP/tokens' },
  { name: 'inspector', path: '/apps/APP/tokens/inspect' },
  { name: 'users', path: '/apps/APP/users' },
  { name: 'user', path: '/apps/APP/users/demo-sara' },
  { name: 'channels', path: '/apps/APP/channels' },
  { name: 'channel', path: '/apps/APP/channels/livestream:village-square' },
  { name: 'channel-type', path: '/apps/APP/channel-types/messaging' },
  { name: 'roles', path: '/apps/APP/roles' },
  { name: 'explain', path: '/apps/APP/roles/explain?user=hanna&cid=livestream:village-square' },
  { name: 'usage', path: '/apps/APP/usage' },
  { name: 'live', path: '/apps/APP/live' },
  { name: 'logs', path: '/apps/APP/logs' },
  { name: 'webhooks', path: '/apps/APP/logs/webhooks' },
  { name: 'moderation', path: '/apps/APP/moderation' },
  { name: 'audit', path: '/audit' },
]
