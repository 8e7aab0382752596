import { type ActivatedRouteSnapshot, BaseRouteReuseStrategy } from '@angular/router'

/** Another app is another page: nothing that was loaded for one is shown in the other. */
export class ByApp extends BaseRouteReuseStrategy {
  override shouldReuseRoute(future: ActivatedRouteSnapshot, current: ActivatedRouteSnapshot): boolean {
    const isSameApp = future.params.app === current.params.app
    return isSameApp && super.shouldReuseRoute(future, current)
  }
}
