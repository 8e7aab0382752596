import type { Routes } from '@angular/router'
import { leavesNothing } from '../../ui/unsaved'

export const USERS_ROUTES: Routes = [
  {
    path: 'users',
    title: 'Users',
    loadComponent: () => import('./users-page').then(m => m.UsersPage),
  },
  {
    path: 'users/:id',
    title: 'User',
    canDeactivate: [leavesNothing],
    loadComponent: () => import('./user-page').then(m => m.UserPage),
  },
]
