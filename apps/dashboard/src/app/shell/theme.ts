import { DOCUMENT, effect, Injectable, inject, signal } from '@angular/core'

export type ThemeSetting = 'auto' | 'light' | 'dark'

const KEY = 'parley:dashboard:theme'

/** Light, dark, or what the system says; kept in this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly setting = signal<ThemeSetting>(read())
  readonly #root = inject(DOCUMENT).documentElement

  constructor() {
    effect(() => {
      const setting = this.setting()
      if (setting === 'auto') delete this.#root.dataset.theme
      else this.#root.dataset.theme = setting
      keep(setting)
    })
  }
}

function read(): ThemeSetting {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'light' || kept === 'dark' ? kept : 'auto'
  } catch {
    return 'auto'
  }
}

function keep(setting: ThemeSetting): void {
  try {
    localStorage.setItem(KEY, setting)
  } catch {
    // A private window: then it holds until the page is closed.
  }
}
