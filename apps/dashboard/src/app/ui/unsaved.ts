import { DestroyRef, DOCUMENT, Injector, inject } from '@angular/core'
import type { CanDeactivateFn } from '@angular/router'

/** A page with something that is not saved. */
export interface HasUnsaved {
  hasUnsaved(): boolean
}

/** `canDeactivate` of such a page: asks before what was changed is lost. */
export const leavesNothing: CanDeactivateFn<HasUnsaved> = async page => {
  if (!page.hasUnsaved()) return true
  const injector = inject(Injector)
  // Routes know this before any page is loaded, and dialogs are heavy.
  const { Ask } = await import('./ask')
  return injector.get(Ask).confirm({
    heading: 'Leave without saving?',
    text: 'What you have changed on this page is not saved yet.',
    action: 'Leave',
    isDangerous: true,
  })
}

/** The browser asks, too, before it closes or reloads the page. To be called in the page's constructor. */
export function warnBeforeUnload(page: HasUnsaved): void {
  const { defaultView: window } = inject(DOCUMENT)
  const warn = (event: BeforeUnloadEvent): void => {
    if (page.hasUnsaved()) event.preventDefault()
  }
  window?.addEventListener('beforeunload', warn)
  inject(DestroyRef).onDestroy(() => window?.removeEventListener('beforeunload', warn))
}
