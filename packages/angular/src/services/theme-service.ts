import { isPlatformBrowser } from '@angular/common'
import { DestroyRef, DOCUMENT, Injectable, inject, PLATFORM_ID } from '@angular/core'
import { PARLEY_OPTIONS } from '../parley-options'
import { State } from '../state/state'

/** What was chosen: a theme, or `auto` for the system's. */
export type ThemeSetting = 'light' | 'dark' | 'auto'

/**
 * Light or dark: puts `data-parley-theme` on the page's root element.
 *
 * With `auto` the attribute follows the system; a server, which can't know, sets none.
 */
@Injectable({ providedIn: 'root' })
export class ThemeService {
  readonly #root = inject(DOCUMENT).documentElement
  readonly #system = isPlatformBrowser(inject(PLATFORM_ID))
    ? inject(DOCUMENT).defaultView?.matchMedia?.('(prefers-color-scheme: dark)')
    : undefined
  readonly #setting = new State<ThemeSetting>(inject(PARLEY_OPTIONS).theme ?? 'auto')
  readonly #theme = new State<'light' | 'dark'>(this.#resolved())
  readonly setting$ = this.#setting.changes$
  readonly setting = this.#setting.signal
  /** What is shown. */
  readonly theme$ = this.#theme.changes$
  readonly theme = this.#theme.signal

  constructor() {
    const apply = () => this.#apply()
    this.#system?.addEventListener('change', apply)
    inject(DestroyRef).onDestroy(() => this.#system?.removeEventListener('change', apply))
    apply()
  }

  set(setting: ThemeSetting): void {
    this.#setting.set(setting)
    this.#apply()
  }

  #apply(): void {
    this.#theme.set(this.#resolved())
    const isKnown = this.#setting.value !== 'auto' || this.#system !== undefined
    if (isKnown) this.#root.setAttribute('data-parley-theme', this.#theme.value)
    else this.#root.removeAttribute('data-parley-theme')
  }

  #resolved(): 'light' | 'dark' {
    const setting = this.#setting.value
    if (setting !== 'auto') return setting
    return this.#system?.matches ? 'dark' : 'light'
  }
}
