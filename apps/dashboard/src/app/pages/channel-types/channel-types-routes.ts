import type { Routes } from '@angular/router'
import { leavesNothing } from '../../ui/unsaved'

/** What channels are. */
export const CHANNEL_TYPES_ROUTES: Routes = [
  {
    path: 'channel-types',
    title: 'Channel types',
    loadComponent: () => import('./channel-types-page').then(m => m.ChannelTypesPage),
  },
  {
    path: 'channel-types/:name',
    title: 'Channel type',
    canDeactivate: [leavesNothing],
    loadComponent: () => import('./channel-type-page').then(m => m.ChannelTypePage),
  },
]
