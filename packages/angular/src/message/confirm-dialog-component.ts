import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  effect,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'

/** Asks before something is done for good. */
@Component({
  selector: 'parley-confirm-dialog',
  template: `
    <dialog #dialog class="parley-panel" role="alertdialog" aria-labelledby="parley-confirm-title" aria-describedby="parley-confirm-text" (close)="answered.emit(dialog.returnValue === 'yes')">
      <h2 id="parley-confirm-title"><bdi>{{ title() }}</bdi></h2>
      <p id="parley-confirm-text"><bdi>{{ text() }}</bdi></p>
      <div class="buttons">
        <button type="button" class="parley-button" autofocus (click)="dialog.close('')">{{ t().cancel }}</button>
        <button type="button" class="parley-button danger" (click)="dialog.close('yes')">{{ yes() }}</button>
      </div>
    </dialog>
  `,
  styleUrl: './confirm-dialog-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDialogComponent {
  readonly title = input.required<string>()
  readonly text = input.required<string>()
  /** What the button says that does it. */
  readonly yes = input.required<string>()
  readonly answered = output<boolean>()

  protected readonly t = inject(TranslationService).texts
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  constructor() {
    useTheme()
    effect(() => {
      const dialog = this.dialog().nativeElement
      if (!dialog.open) dialog.showModal()
    })
  }
}
