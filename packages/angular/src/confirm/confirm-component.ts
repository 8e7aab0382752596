import {
  afterNextRender,
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'

let count = 0

/**
 * Asks before something that can't be undone; open as long as it is there.
 *
 * @example
 * @if (leaving(); as channel) {
 *   <parley-confirm title="Leave?" action="Leave" danger (confirmed)="leave(channel)" (cancelled)="leaving.set(undefined)" />
 * }
 */
@Component({
  selector: 'parley-confirm',
  template: `
    <dialog #element role="alertdialog" [attr.aria-labelledby]="id" [attr.aria-describedby]="text() ? id + '-text' : null" (cancel)="cancel($event)">
      <h2 class="title" [id]="id" dir="auto">{{ title() }}</h2>
      @if (text()) {
        <p class="text" [id]="id + '-text'"><bdi>{{ text() }}</bdi></p>
      }
      <div class="buttons">
        <button type="button" class="parley-button" (click)="cancelled.emit()">{{ t().cancel }}</button>
        <button type="button" class="parley-button parley-button-primary" [class.danger]="danger()" (click)="confirmed.emit()">
          {{ action() }}
        </button>
      </div>
    </dialog>
  `,
  styleUrl: './confirm.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmComponent {
  /** The question. */
  readonly title = input.required<string>()
  /** What it means; nothing unless given. */
  readonly text = input('')
  /** What the button says that does it. */
  readonly action = input.required<string>()
  /** It takes something away. */
  readonly danger = input(false, { transform: booleanAttribute })
  readonly confirmed = output()
  readonly cancelled = output()
  protected readonly t = inject(TranslationService).texts
  protected readonly id = `parley-confirm-${++count}`
  protected readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('element')

  constructor() {
    useTheme()
    afterNextRender(() => this.dialog().nativeElement.showModal())
  }

  /** Escape: the dialog goes when its owner takes it away. */
  protected cancel(event: Event): void {
    event.preventDefault()
    this.cancelled.emit()
  }
}
