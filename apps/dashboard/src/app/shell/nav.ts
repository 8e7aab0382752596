import type { AdminRole } from '../api/types'
import type { IconName } from '../ui/icon-paths'

export interface NavItem {
  readonly label: string
  readonly icon: IconName
  /** Below the app's address, or below the dashboard's. */
  readonly path: string
  /** Who sees it; everybody unless given. */
  readonly role?: AdminRole
  /** Marked only at this very address, not below it. */
  readonly exact?: true
}

export interface NavGroup {
  readonly label: string
  readonly items: readonly NavItem[]
}

/** The pages of an app. */
export const APP_NAV: readonly NavGroup[] = [
  {
    label: 'Chat',
    items: [
      { label: 'Overview', icon: 'home', path: 'chat/overview' },
      { label: 'Users', icon: 'people', path: 'users' },
      { label: 'Channels', icon: 'channel', path: 'channels' },
      { label: 'Moderation', icon: 'flag', path: 'moderation' },
    ],
  },
  {
    label: 'Configure',
    items: [
      { label: 'Channel types', icon: 'sliders', path: 'channel-types' },
      { label: 'Roles & permissions', icon: 'roles', path: 'roles' },
      { label: 'Webhooks', icon: 'webhook', path: 'logs/webhooks' },
      { label: 'Tokens', icon: 'token', path: 'tokens' },
      { label: 'App & keys', icon: 'key', path: 'settings' },
    ],
  },
  {
    label: 'Watch',
    items: [
      { label: 'Usage', icon: 'chart', path: 'usage' },
      { label: 'Live', icon: 'live', path: 'live' },
      { label: 'Logs', icon: 'list', path: 'logs', exact: true },
      { label: 'Rate limits', icon: 'limit', path: 'logs/rate-limits' },
    ],
  },
]

/** The pages of the dashboard itself. */
export const DASHBOARD_NAV: readonly NavItem[] = [
  { label: 'Apps', icon: 'apps', path: '', exact: true },
  { label: 'Admins', icon: 'people', path: 'admins', role: 'owner' },
  { label: 'Audit log', icon: 'audit', path: 'audit', role: 'admin' },
]
