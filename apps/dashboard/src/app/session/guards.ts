import { inject } from '@angular/core'
import { type ActivatedRouteSnapshot, type CanActivateFn, RedirectCommand, Router } from '@angular/router'
import { ApiError } from '../api/api-error'
import { CurrentApp } from '../api/current-app'
import { send } from '../api/send'
import { ownPath } from './own-path'
import { Session } from './session'

/** Only for who is signed in; others are led to where they can. */
export const signedIn: CanActivateFn = async (_, { url }) => {
  const session = inject(Session)
  const router = inject(Router)
  if (session.admin() || (await session.load())) return true
  const { is_set_up } = await send<{ is_set_up: boolean }>('GET', '/state')
  if (!is_set_up) return router.parseUrl('/setup')
  return router.createUrlTree(['/sign-in'], url === '/' ? {} : { queryParams: { next: url } })
}

/** Only for who is not signed in; others go on to where they wanted, and to the set-up where nobody can sign in. */
export const signedOut: CanActivateFn = async ({ queryParamMap }) => {
  const session = inject(Session)
  const router = inject(Router)
  if (session.admin() || (await session.load())) return router.parseUrl(ownPath(queryParamMap.get('next')))
  const { is_set_up } = await send<{ is_set_up: boolean }>('GET', '/state')
  return is_set_up || router.parseUrl('/setup')
}

/** Opens the app that the path names; who may not see it is told so. */
export const appOpened: CanActivateFn = async (route: ActivatedRouteSnapshot) => {
  const router = inject(Router)
  const app = inject(CurrentApp)
  try {
    await app.open(route.paramMap.get('app') ?? '')
    return true
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error
    return new RedirectCommand(router.parseUrl('/no-such-app'), { skipLocationChange: true })
  }
}
