import type { AppView } from '../../api/types'

/** "all", or the names of these apps; keys of which none is known are named as they are. */
export function appNames(keys: readonly string[] | null, apps: readonly AppView[]): string {
  if (keys === null) return 'all'
  const names = new Map(apps.map(app => [app.api_key, app.name]))
  return keys.map(key => names.get(key) ?? key).join(', ') || 'none'
}
