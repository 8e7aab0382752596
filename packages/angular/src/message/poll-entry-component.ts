import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  Injector,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'

/** A button that becomes a line to write in: an option that is missing, or a comment. */
@Component({
  selector: 'parley-poll-entry',
  imports: [IconComponent],
  templateUrl: './poll-entry-component.html',
  styleUrl: './poll-entry-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PollEntryComponent {
  /** What the button says, and what the line is called. */
  readonly label = input.required<string>()
  /** What is there already. */
  readonly text = input('')
  /** Characters that it may have. */
  readonly most = input.required<number>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** Resolves with whether it was saved; otherwise what was typed stays. */
  readonly save = input.required<(text: string) => Promise<boolean>>()

  protected readonly t = inject(TranslationService).texts
  protected readonly isOpen = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly typed = signal('')
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field')
  private readonly button = viewChild<ElementRef<HTMLButtonElement>>('button')
  readonly #injector = inject(Injector)

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value)
  }

  protected open(): void {
    this.typed.set(this.text())
    this.isOpen.set(true)
    this.#focus(() => this.field())
  }

  protected close(): void {
    this.isOpen.set(false)
    this.#focus(() => this.button())
  }

  /** Escape would close the thread that the poll may stand in. */
  protected escape(event: Event): void {
    event.stopPropagation()
    this.close()
  }

  protected async submit(): Promise<void> {
    const text = this.typed().trim()
    if (text === '' || this.isSaving()) return
    this.isSaving.set(true)
    const isSaved = await this.save()(text)
    this.isSaving.set(false)
    if (isSaved) this.close()
  }

  #focus(find: () => ElementRef<HTMLElement> | undefined): void {
    afterNextRender(() => find()?.nativeElement.focus(), { injector: this.#injector })
  }
}
