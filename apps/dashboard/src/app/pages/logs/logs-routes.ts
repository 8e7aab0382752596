import type { Routes } from '@angular/router'

export const LOGS_ROUTES: Routes = [
  {
    path: 'logs',
    title: 'Logs',
    loadComponent: () => import('./failures/auth-failures-page').then(m => m.AuthFailuresPage),
  },
  {
    path: 'logs/webhooks',
    title: 'Webhooks',
    loadComponent: () => import('./webhooks/webhooks-page').then(m => m.WebhooksPage),
  },
  {
    path: 'logs/rate-limits',
    title: 'Rate limits',
    loadComponent: () => import('./limits/rate-limits-page').then(m => m.RateLimitsPage),
  },
]
