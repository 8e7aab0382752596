/** A page of the dashboard that every rule for pages is checked with. */
export interface DashboardPage {
  /** In the names of the tests and of the pictures. */
  readonly name: string
  /** Below /dashboard; `APP` stands for the API key of the test's app, which has the playground's demo. */
  readonly path: string
  /** Who sees it: Ada, an owner, unless given; nobody who is signed in; or nobody, where nobody is set up yet. */
  readonly as?: 'nobody' | 'before set-up'
}

/** One line per page; whoever makes a page adds it. */
export const DASHBOARD_PAGES: readonly DashboardPage[] = [
  { name: 'set-up', path: '/setup#a-link', as: 'before set-up' },
  { name: 'set-up without a link', path: '/setup', as: 'before set-up' },
  { name: 'set up already', path: '/setup', as: 'nobody' },
  { name: 'join without a link', path: '/join', as: 'nobody' },
  { name: 'join with a bad link', path: '/join#a-link', as: 'nobody' },
  { name: 'sign-in', path: '/sign-in', as: 'nobody' },
  { name: 'account', path: '/account' },
  { name: 'usage', path: '/apps/APP/usage' },
  { name: 'live', path: '/apps/APP/live' },
  { name: 'apps', path: '/' },
  { name: 'chat overview', path: '/apps/APP/chat/overview' },
  { name: 'app and keys', path: '/apps/APP/settings' },
  { name: 'admins', path: '/admins' },
  { name: 'audit log', path: '/audit' },
  { name: 'no such page', path: '/nowhere' },
  { name: 'no such app', path: '/apps/nothing' },
  { name: 'channels', path: '/apps/APP/channels' },
  {
    name: 'channels by filter',
    path: `/apps/APP/channels?filter=${encodeURIComponent('{"member_count":{"$gt":1},"frozen":false}')}`,
  },
  { name: 'a channel', path: '/apps/APP/channels/team:demo-launch' },
  { name: 'members of a channel', path: '/apps/APP/channels/team:demo-launch?tab=members' },
  { name: 'data of a channel', path: '/apps/APP/channels/team:demo-launch?tab=data' },
  { name: 'actions of a channel', path: '/apps/APP/channels/team:demo-launch?tab=actions' },
  { name: 'no such channel', path: '/apps/APP/channels/messaging:nope' },
  { name: 'channel types', path: '/apps/APP/channel-types' },
  { name: 'a channel type', path: '/apps/APP/channel-types/messaging' },
  { name: 'logs', path: '/apps/APP/logs' },
  { name: 'webhooks', path: '/apps/APP/logs/webhooks' },
  { name: 'rate limits', path: '/apps/APP/logs/rate-limits' },
  { name: 'grants of a channel type', path: '/apps/APP/roles?scope=messaging' },
  { name: 'why not, of whom', path: '/apps/APP/roles/explain' },
  { name: 'why not', path: '/apps/APP/roles/explain?user=demo-amir&cid=team:demo-launch' },
  { name: 'grants of the app', path: '/apps/APP/roles?scope=.app' },
  { name: 'moderation queue', path: '/apps/APP/moderation' },
  { name: 'bans', path: '/apps/APP/moderation/bans' },
  { name: 'blocklists', path: '/apps/APP/moderation/blocklists' },
  { name: 'token generator', path: '/apps/APP/tokens' },
  { name: 'token inspector', path: '/apps/APP/tokens/inspect' },
  { name: 'no such page of an app', path: '/apps/APP/nowhere' },
  { name: 'users', path: '/apps/APP/users' },
  { name: 'user', path: '/apps/APP/users/demo-sara' },
  { name: 'connections of a user', path: '/apps/APP/users/demo-sara?tab=connections' },
  { name: 'channels of a user', path: '/apps/APP/users/demo-sara?tab=channels' },
  { name: 'belongings of a user', path: '/apps/APP/users/demo-sara?tab=belongings' },
]
