import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  Injector,
  inject,
  input,
  viewChild,
} from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { PollDraft } from './poll-draft'
import { MIN_OPTIONS, type PollOptionField } from './poll-form'
import { MAX_POLL_TEXT, type PollTextProblem } from './poll-problems'

let count = 0

/** Asks for a poll: a question, its options and its rules. Open as long as it is there. */
@Component({
  selector: 'parley-poll-dialog',
  imports: [IconComponent],
  templateUrl: './poll-dialog-component.html',
  styleUrl: './poll-dialog-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PollDialogComponent {
  /** What is being written. */
  readonly draft = input.required<PollDraft>()

  protected readonly t = inject(TranslationService).texts
  protected readonly id = `parley-poll-${++count}`
  protected readonly canRemove = computed(() => this.draft().options().length > MIN_OPTIONS)
  /** The rules that are on or off, in the order in which they are asked for. */
  protected readonly choices = computed(() => {
    const { isAnonymous, takesOptions, takesComments } = this.draft()
    const t = this.t()
    return [
      { id: 'anonymous', isOn: isAnonymous, name: t.pollAnonymous, about: t.pollAnonymousAbout },
      { id: 'options', isOn: takesOptions, name: t.pollTakesOptions, about: t.pollTakesOptionsAbout },
      { id: 'comments', isOn: takesComments, name: t.pollTakesComments, about: t.pollTakesCommentsAbout },
    ]
  })
  /** What is wrong, once somebody has tried to send it. */
  protected readonly problems = computed(() =>
    this.draft().wasTried() ? this.draft().problems() : undefined,
  )
  protected readonly questionProblem = computed(() => {
    const problem = this.problems()?.question
    return problem === 'missing' ? this.t().pollQuestionMissing : this.#tooLong(problem)
  })
  protected readonly mostProblem = computed(() => {
    const highest = this.problems()?.mostRange
    return highest === undefined ? '' : this.t().pollMostWrong(highest)
  })
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')
  readonly #injector = inject(Injector)

  constructor() {
    useTheme()
    afterNextRender(() => this.dialog().nativeElement.showModal())
  }

  protected valueOf(event: Event): string {
    return (event.target as HTMLInputElement).value
  }

  protected isChecked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked
  }

  protected optionId({ id }: PollOptionField): string {
    return `${this.id}-option-${id}`
  }

  protected optionProblem({ id }: PollOptionField): string {
    const problem = this.problems()?.options.get(id)
    if (problem === 'missing') return this.t().pollOptionMissing
    return problem === 'double' ? this.t().pollOptionDouble : this.#tooLong(problem)
  }

  protected add(): void {
    const id = this.draft().addOption()
    if (id !== undefined) this.#focus(`${this.id}-option-${id}`)
  }

  /** The focus goes to the option that takes its place, or to the one before. */
  protected remove(option: PollOptionField): void {
    const options = this.draft().options()
    const index = options.indexOf(option)
    const next = options[index + 1] ?? options[index - 1]
    this.draft().removeOption(option.id)
    if (next) this.#focus(this.optionId(next))
  }

  /** Enter goes on to the next field instead of sending what is not whole yet. */
  protected pressed(event: KeyboardEvent, index: number): void {
    const option = this.draft().options()[index]
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter') this.#goOn(index)
    else if (event.key === 'Backspace' && option?.text === '' && this.canRemove()) this.#back(index)
    else return
    event.preventDefault()
  }

  protected async send(): Promise<void> {
    if (!(await this.draft().send())) this.#focusProblem()
  }

  /** Ctrl+Enter sends from everywhere. What stands around the dialog gets no keys of it. */
  protected key(event: KeyboardEvent): void {
    event.stopPropagation()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void this.send()
  }

  /** Escape keeps what was typed for the next time. Closed first, it gives the focus back. */
  protected dismiss(event: Event): void {
    event.preventDefault()
    this.#element.close()
    this.draft().leave()
  }

  protected giveUp(): void {
    this.#element.close()
    this.draft().giveUp()
  }

  #goOn(index: number): void {
    const options = this.draft().options()
    const next = options[index + 1]
    if (next) this.#focus(this.optionId(next))
    else if (options[index]?.text.trim()) this.add()
  }

  #back(index: number): void {
    const options = this.draft().options()
    const [option, before] = [options[index], options[index - 1]]
    if (option) this.remove(option)
    if (before) this.#focus(this.optionId(before))
  }

  #tooLong(problem: PollTextProblem | undefined): string {
    return problem === 'too-long' ? this.t().pollTextTooLong(MAX_POLL_TEXT) : ''
  }

  /** What is there after the next change. */
  #focus(id: string): void {
    const focus = () => this.#element.querySelector<HTMLElement>(`#${id}`)?.focus()
    afterNextRender(focus, { injector: this.#injector })
  }

  #focusProblem(): void {
    const focus = () => this.#element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    afterNextRender(focus, { injector: this.#injector })
  }

  get #element(): HTMLDialogElement {
    return this.dialog().nativeElement
  }
}
