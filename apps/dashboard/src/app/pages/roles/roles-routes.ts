import type { Routes } from '@angular/router'
import { leavesNothing } from '../../ui/unsaved'

/** Who may do what, and why. */
export const ROLES_ROUTES: Routes = [
  {
    path: 'roles/explain',
    title: 'Why may somebody not …?',
    loadComponent: () => import('./explain-page').then(m => m.ExplainPage),
  },
  {
    path: 'roles',
    title: 'Roles & permissions',
    canDeactivate: [leavesNothing],
    loadComponent: () => import('./roles-page').then(m => m.RolesPage),
  },
]
