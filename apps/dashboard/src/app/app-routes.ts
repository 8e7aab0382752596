import type { Routes } from '@angular/router'
import { ACCESS_ROUTES } from './pages/account/access-routes'
import { CHANNEL_TYPES_ROUTES } from './pages/channel-types/channel-types-routes'
import { LOGS_ROUTES } from './pages/logs/logs-routes'
import { MODERATION_ROUTES } from './pages/moderation/moderation-routes'
import { ROLES_ROUTES } from './pages/roles/roles-routes'
import { USERS_ROUTES } from './pages/users/users-routes'
import { appOpened, signedIn, signedOut } from './session/guards'

/** Every page, each loaded when it is opened. */
export const routes: Routes = [
  // Without a session.
  {
    path: 'setup',
    title: 'Set up',
    loadComponent: () => import('./pages/set-up/set-up-page').then(m => m.SetUpPage),
  },
  {
    path: 'join',
    title: 'Join',
    loadComponent: () => import('./pages/join/join-page').then(m => m.JoinPage),
  },
  {
    path: 'sign-in',
    title: 'Sign in',
    canActivate: [signedOut],
    loadComponent: () => import('./pages/sign-in/sign-in-page').then(m => m.SignInPage),
  },
  {
    path: '',
    loadComponent: () => import('./shell/shell').then(m => m.Shell),
    canActivate: [signedIn],
    children: [
      // Of the dashboard.
      ...ACCESS_ROUTES,
      {
        path: '',
        pathMatch: 'full',
        title: 'Apps',
        loadComponent: () => import('./pages/apps/apps-page').then(m => m.AppsPage),
      },
      {
        path: 'apps/:app',
        canActivate: [appOpened],
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'chat/overview' },
          // Of an app.
          {
            path: 'usage',
            title: 'Usage',
            loadComponent: () => import('./pages/usage/usage-page').then(m => m.UsagePage),
          },
          {
            path: 'live',
            title: 'Live',
            loadComponent: () => import('./pages/live/live-page').then(m => m.LivePage),
          },
          {
            path: 'chat/overview',
            title: 'Chat Overview',
            loadComponent: () => import('./pages/overview/overview-page').then(m => m.OverviewPage),
          },
          {
            path: 'settings',
            title: 'App & keys',
            loadComponent: () => import('./pages/settings/settings-page').then(m => m.SettingsPage),
          },
          ...LOGS_ROUTES,
          ...USERS_ROUTES,
          ...MODERATION_ROUTES,
          {
            path: 'channels',
            title: 'Channels',
            loadComponent: () => import('./pages/channels/channels-page').then(m => m.ChannelsPage),
          },
          {
            path: 'channels/:cid',
            title: 'Channel',
            loadComponent: () => import('./pages/channels/channel-page').then(m => m.ChannelPage),
          },
          {
            path: 'tokens/inspect',
            title: 'Token inspector',
            loadComponent: () => import('./pages/tokens/inspect-page').then(m => m.InspectPage),
          },
          {
            path: 'tokens',
            title: 'Token generator',
            loadComponent: () => import('./pages/tokens/tokens-page').then(m => m.TokensPage),
          },
          ...ROLES_ROUTES,
          ...CHANNEL_TYPES_ROUTES,
          {
            path: '**',
            title: 'Not found',
            loadComponent: () => import('./pages/not-found/not-found-page').then(m => m.NotFoundPage),
          },
        ],
      },
      {
        path: 'no-such-app',
        title: 'No such app',
        loadComponent: () => import('./pages/not-found/no-such-app-page').then(m => m.NoSuchAppPage),
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: () => import('./pages/not-found/not-found-page').then(m => m.NotFoundPage),
      },
    ],
  },
]
