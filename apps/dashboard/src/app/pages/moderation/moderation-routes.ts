import type { Routes } from '@angular/router'

export const MODERATION_ROUTES: Routes = [
  {
    path: 'moderation',
    title: 'Moderation queue',
    loadComponent: () => import('./queue/queue-page').then(m => m.QueuePage),
  },
  {
    path: 'moderation/bans',
    title: 'Bans',
    loadComponent: () => import('./bans/bans-page').then(m => m.BansPage),
  },
  {
    path: 'moderation/blocklists',
    title: 'Blocklists',
    loadComponent: () => import('./blocklists/blocklists-page').then(m => m.BlocklistsPage),
  },
]
