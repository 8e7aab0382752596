import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { NotificationService } from '@parley/angular'
import { Look } from '../look/look'
import { Visit } from '../visit/visit'

/** Asks the anonymous visitor for a name: all that a guest needs. */
@Component({
  selector: 'app-guest-dialog',
  template: `
    <dialog #dialog aria-labelledby="guest-dialog-title" (close)="closed.emit()">
      <form method="dialog" (submit)="$event.preventDefault(); enter(field)">
        <h2 id="guest-dialog-title">{{ t().enterAsGuest }}</h2>
        <p><bdi>{{ t().readOnlyText }}</bdi></p>
        <label>
          {{ t().yourName }}
          <input
            #field
            class="parley-text-field"
            autocomplete="nickname"
            maxlength="60"
            dir="auto"
            [placeholder]="t().namePlaceholder"
            [attr.aria-invalid]="isMissing()"
          />
        </label>
        @if (isMissing()) {
          <span class="missing" role="alert"><bdi>{{ t().nameNeeded }}</bdi></span>
        }
        <div class="actions">
          <button type="button" class="parley-button" (click)="dialog.close()">{{ t().cancel }}</button>
          <button type="submit" class="parley-button parley-button-primary">{{ t().enterAsGuest }}</button>
        </div>
      </form>
    </dialog>
  `,
  styleUrl: './dialog.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GuestDialog {
  readonly closed = output()
  protected readonly t = inject(Look).words
  protected readonly isMissing = signal(false)
  readonly #visit = inject(Visit)
  readonly #notifications = inject(NotificationService)
  protected readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal())
  }

  protected enter(field: HTMLInputElement): void {
    const name = field.value.trim()
    this.isMissing.set(name === '')
    if (name === '') {
      field.focus()
      return
    }
    this.dialog().nativeElement.close()
    this.#visit
      .becomeGuest(name)
      .catch((error: unknown) => this.#notifications.addError(error, this.t().guestFailed))
  }
}
