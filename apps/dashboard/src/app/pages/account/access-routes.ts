import type { Routes } from '@angular/router'

/** Who may come in, and what they did. */
export const ACCESS_ROUTES: Routes = [
  {
    path: 'account',
    title: 'Your account',
    loadComponent: () => import('./account-page').then(m => m.AccountPage),
  },
  {
    path: 'admins',
    title: 'Admins',
    loadComponent: () => import('../admins/admins-page').then(m => m.AdminsPage),
  },
  {
    path: 'audit',
    title: 'Audit log',
    loadComponent: () => import('../audit/audit-page').then(m => m.AuditPage),
  },
]
