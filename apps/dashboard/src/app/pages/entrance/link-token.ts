import { inject, signal, type WritableSignal } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { ActivatedRoute, Router } from '@angular/router'

/**
 * The token of the link that led here, from behind its `#`. It is taken out of the address at once: nobody reads it
 * over a shoulder or finds it in the history. To be called in a constructor.
 */
export function takeLinkToken(): WritableSignal<string> {
  const router = inject(Router)
  const route = inject(ActivatedRoute)
  const token = signal('')
  // Again where another link is opened in the same window.
  route.fragment.pipe(takeUntilDestroyed()).subscribe(fragment => {
    if (!fragment) return
    token.set(fragment)
    void router.navigate([], { relativeTo: route, replaceUrl: true })
  })
  return token
}

/** The token of a link that was pasted, or of what was behind its `#`. */
export function tokenIn(pasted: string): string {
  return pasted.trim().replace(/^.*#/s, '')
}
