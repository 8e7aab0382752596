import { listFilterFields } from '../actions/filter-fields/list-filter-fields.ts'
import type { Route } from './route.ts'

export function registerFilterFieldRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/filter_fields',
    role: 'viewer',
    summary: 'What users, channels, members and messages can be filtered by',
    handle: () => ({ body: listFilterFields() }),
  })
}
