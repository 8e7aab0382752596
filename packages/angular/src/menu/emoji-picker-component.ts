import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  Injector,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { cellAfter } from './cell-moves'
import { type Emoji, type EmojiCategory, type EmojiGroup, searchEmoji } from './emoji'
import { loadEmoji } from './load-emoji'

/** The sign on each category's button. */
const CATEGORY_SIGNS: Readonly<Record<EmojiCategory, string>> = {
  smileys: '😀',
  people: '👋',
  nature: '🐶',
  food: '🍕',
  activities: '⚽',
  travel: '🚗',
  objects: '💡',
  symbols: '❤️',
}

/** Emoji by category, with a search. Arrows move between them; Enter or a click picks. */
@Component({
  selector: 'parley-emoji-picker',
  imports: [IconComponent],
  templateUrl: './emoji-picker-component.html',
  styleUrl: './emoji-picker-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmojiPickerComponent {
  /** The sign that was picked. */
  readonly picked = output<string>()

  protected readonly t = inject(TranslationService).texts
  protected readonly signs = CATEGORY_SIGNS
  protected readonly categories = Object.keys(CATEGORY_SIGNS) as EmojiCategory[]
  protected readonly term = signal('')
  protected readonly hasFailed = signal(false)
  protected readonly groups = signal<readonly EmojiGroup[] | undefined>(undefined)
  protected readonly shown = computed(() => searchEmoji(this.groups() ?? [], this.term()))
  readonly #active = signal<string | undefined>(undefined)
  /** The one that Tab leads to. */
  protected readonly active = computed(() => {
    const all = this.shown().flatMap(({ emoji }) => emoji)
    return (all.find(({ char }) => char === this.#active()) ?? all[0])?.char
  })
  /** The one that the pointer or the focus is on. */
  protected readonly pointed = signal<Emoji | undefined>(undefined)
  /** The one whose name is told at the bottom. */
  protected readonly told = computed(() => {
    const all = this.shown().flatMap(({ emoji }) => emoji)
    return (
      all.find(({ char }) => char === this.pointed()?.char) ?? all.find(({ char }) => char === this.active())
    )
  })

  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list')
  private readonly searchBox = viewChild.required<ElementRef<HTMLInputElement>>('search')

  readonly #injector = inject(Injector)

  constructor() {
    useTheme()
    afterNextRender(() => void this.load())
  }

  protected async load(): Promise<void> {
    this.hasFailed.set(false)
    try {
      this.groups.set(await loadEmoji())
    } catch {
      this.hasFailed.set(true)
    }
  }

  protected find(event: Event): void {
    this.term.set((event.target as HTMLInputElement).value)
    this.list().nativeElement.scrollTop = 0
  }

  protected focused(emoji: Emoji): void {
    this.#active.set(emoji.char)
    this.pointed.set(emoji)
  }

  /** Down leads from the search into the list, Enter picks the first that was found. */
  protected searchKey(event: KeyboardEvent): void {
    if (event.isComposing) return
    const [first] = this.#buttons()
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      this.#buttons()
        .find(button => button.tabIndex === 0)
        ?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (this.term().trim()) first?.click()
    }
  }

  protected listKey(event: KeyboardEvent): void {
    const buttons = this.#buttons()
    const index = buttons.indexOf(event.target as HTMLButtonElement)
    if (index < 0) return
    const isRtl = getComputedStyle(this.list().nativeElement).direction === 'rtl'
    const next = cellAfter(event.key, buttons.map(placeOf), index, isRtl)
    if (next !== undefined) {
      event.preventDefault()
      buttons[next]?.focus()
    } else if (event.key === 'ArrowUp') {
      event.preventDefault()
      this.searchBox().nativeElement.focus()
    }
  }

  protected show(category: EmojiCategory): void {
    this.term.set('')
    const list = this.list().nativeElement
    const scroll = () => {
      const group = list.querySelector<HTMLElement>(`[data-category=${category}]`)
      if (group) list.scrollTop = group.offsetTop
    }
    // a search may have hidden the groups: they are back after the next render
    afterNextRender(scroll, { injector: this.#injector })
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.list().nativeElement.querySelectorAll<HTMLButtonElement>('.emoji')]
  }
}

function placeOf({ offsetTop: top, offsetLeft: left }: HTMLElement) {
  return { top, left }
}
