import type { Routes } from '@angular/router'

export const USERS_ROUTES: Routes = [
  {
    path: 'users',
    title: 'Users',
    loadComponent: () => import('./users-page').then(m => m.UsersPage),
  },
  {
    path: 'users/:id',
    title: 'User',
    loadComponent: () => import('./user-page').then(m => m.UserPage),
  },
]
