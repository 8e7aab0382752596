import { DOCUMENT, inject } from '@angular/core'

/** Where clients of this server connect to: the dashboard is served by it. In a context of injection. */
export function serverAddress(): string {
  return inject(DOCUMENT).location.origin
}
