import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  effect,
  inject,
  input,
  output,
} from '@angular/core'
import { AvatarComponent } from '../avatar/avatar-component'
import { userName } from '../format/user-name'
import { TranslationService } from '../services/translation-service'
import type { Suggestion } from './suggestions'

/** The list over the box: people or commands. The box keeps the focus and says which one is active. */
@Component({
  selector: 'parley-suggestion-list',
  imports: [AvatarComponent],
  templateUrl: './suggestion-list-component.html',
  styleUrl: './suggestion-list-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SuggestionListComponent {
  readonly items = input.required<readonly Suggestion[]>()
  readonly index = input.required<number>()
  /** Id of the list; those of its options follow from it. */
  readonly listId = input.required<string>()
  readonly chosen = output<number>()
  readonly pointed = output<number>()

  protected readonly t = inject(TranslationService).texts
  protected readonly userName = userName
  protected readonly label = computed(() =>
    this.items()[0]?.kind === 'command' ? this.t().commands : this.t().people,
  )
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef)

  constructor() {
    effect(() => {
      const id = `${this.listId()}-${this.index()}`
      this.#host.nativeElement.querySelector(`[id="${id}"]`)?.scrollIntoView({ block: 'nearest' })
    })
  }

  /** The box keeps the focus. */
  protected hold(event: Event): void {
    event.preventDefault()
  }
}
