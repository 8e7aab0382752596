import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import type { MessageResponse } from '@parley/client'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'

/** What stands over the box while a message is edited or answered. */
@Component({
  selector: 'parley-composer-bar',
  imports: [IconComponent],
  template: `
    <parley-icon [name]="isEdit() ? 'edit' : 'reply'" [size]="18" />
    <span class="what">
      <span class="title parley-truncate" dir="auto">{{ title() }}</span>
      <span class="said parley-truncate" dir="auto">{{ said() }}</span>
    </span>
    <button
      type="button"
      class="parley-icon-button"
      [attr.aria-label]="cancelLabel()"
      [title]="cancelLabel()"
      (click)="cancelled.emit()"
    ><parley-icon name="close" /></button>
  `,
  styleUrl: './composer-bar-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ComposerBarComponent {
  readonly message = input.required<MessageResponse>()
  /** Whether the message is edited; it is answered otherwise. */
  readonly isEdit = input.required<boolean>()
  readonly cancelled = output()

  readonly #t = inject(TranslationService).texts
  protected readonly title = computed(() => {
    if (this.isEdit()) return this.#t().editingMessage
    return this.#t().replyingTo(userName(this.message().user) || this.#t().unnamedUser)
  })
  protected readonly said = computed(() => {
    const { text, attachments } = this.message()
    return text.slice(0, MAX_SHOWN) || this.#t().attachmentCount(attachments.length)
  })
  protected readonly cancelLabel = computed(() =>
    this.isEdit() ? this.#t().cancelEdit : this.#t().cancelReply,
  )
}

/** More characters than one line has. */
const MAX_SHOWN = 200
