import { DOCUMENT, effect, Injectable, inject, signal } from '@angular/core'
import { ThemeService, type ThemeSetting, TranslationService } from '@parley/angular'
import { english, type Words } from '../texts/words'

export type Language = 'en' | 'de'
export type Direction = 'ltr' | 'rtl'

interface Kept {
  readonly theme: ThemeSetting
  readonly language: Language
  readonly direction: Direction
}

const KEY = 'parley:playground:look'

/** Theme, language and direction of everything, kept in this browser. */
@Injectable({ providedIn: 'root' })
export class Look {
  readonly words = signal<Words>(english)
  readonly language = signal<Language>('en')
  readonly direction = signal<Direction>('ltr')
  readonly theme = inject(ThemeService)
  readonly #translation = inject(TranslationService)
  readonly #document = inject(DOCUMENT)
  /** The SDK's, as it was at the start. */
  readonly #english = this.#translation.texts()

  constructor() {
    const { theme, language, direction } = this.#read()
    this.theme.set(theme)
    this.direction.set(direction)
    void this.setLanguage(language)
    effect(() => {
      const { documentElement: root } = this.#document
      root.lang = this.language()
      root.dir = this.direction()
      this.#document.title = this.words().title
      this.#keep({ theme: this.theme.setting(), language: this.language(), direction: this.direction() })
    })
  }

  /** The words of another language are loaded when they are wanted. */
  async setLanguage(language: Language): Promise<void> {
    this.language.set(language)
    const [words, texts] = language === 'de' ? await loadGerman() : [english, this.#english]
    if (this.language() !== language) return
    this.words.set(words)
    this.#translation.use(texts)
  }

  #read(): Kept {
    const fallback: Kept = { theme: 'auto', language: this.#systemLanguage(), direction: 'ltr' }
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
      return { ...fallback, ...(kept as Partial<Kept>) }
    } catch {
      return fallback
    }
  }

  #systemLanguage(): Language {
    return this.#document.defaultView?.navigator.language.startsWith('de') ? 'de' : 'en'
  }

  #keep(look: Kept): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(look))
    } catch {
      // A private window: then it holds until the page is closed.
    }
  }
}

async function loadGerman() {
  const [{ german: words }, { texts }] = await Promise.all([
    import('../texts/german'),
    import('../texts/sdk-german'),
  ])
  return [words, texts] as const
}
