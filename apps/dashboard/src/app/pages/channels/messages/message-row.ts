import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import { MatMenuModule } from '@angular/material/menu'
import { RouterLink } from '@angular/router'
import type { MessageResponse } from '@parley/client'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { Icon } from '../../../ui/icon'
import { StatusChip } from '../../../ui/status-chip'
import { exactTime } from '../../../ui/time-format'
import { userName } from '../channel-names'
import { MessageActions } from './message-actions'
import { type Mark, marksOf } from './message-marks'
import { shownAttachment } from './shown-attachment'

const LONG_TEXT = 800
const LONG_LINES = 12

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** A message as operators need it: who, when, what, and all that is out of the ordinary about it. */
@Component({
  selector: 'app-message-row',
  imports: [Icon, MatMenuModule, RouterLink, StatusChip],
  templateUrl: './message-row.html',
  styleUrls: ['../../../ui/controls.css', './message-row.css'],
  host: {
    '[attr.data-message]': 'message().id',
    '[class.is-target]': 'isTarget()',
    '[class.is-system]': "message().type === 'system'",
    role: 'article',
    '[attr.aria-label]': 'label()',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageRow {
  readonly message = input.required<MessageResponse>()
  readonly isTarget = input(false)
  readonly isFlagged = input(false)
  readonly isThreadOpen = input(false)
  readonly threadToggled = output()
  readonly changed = output<MessageResponse>()
  readonly removed = output<string>()
  /** To another message, by its id. */
  readonly gone = output<string>()

  readonly #actions = inject(MessageActions)
  protected readonly session = inject(Session)
  protected readonly app = inject(CurrentApp)
  /** What a deleted message said. */
  protected readonly said = signal<MessageResponse | undefined>(undefined)
  protected readonly isDeleted = computed(
    () => this.message().type === 'deleted' || Boolean(this.message().deleted_at),
  )
  /** What is shown: of a deleted one what it said, once that was asked for. */
  protected readonly content = computed(() => (this.isDeleted() ? this.said() : this.message()))
  protected readonly author = computed(() => userName(this.message().user, this.message().user_id))
  protected readonly time = computed(() => clock.format(new Date(this.message().created_at)))
  protected readonly exact = computed(() => exactTime(this.message().created_at))
  protected readonly label = computed(() => `${this.author()}, ${this.time()}`)
  protected readonly marks = computed<readonly Mark[]>(() => marksOf(this.message(), this.isFlagged()))
  protected readonly attachments = computed(() => (this.content()?.attachments ?? []).map(shownAttachment))
  protected readonly reactions = computed(() =>
    Object.entries(this.content()?.reaction_groups ?? {}).map(([type, { count }]) => ({ type, count })),
  )
  protected readonly quoted = computed(() => {
    const quoted = this.content()?.quoted_message
    return quoted && { id: quoted.id, author: userName(quoted.user, quoted.user_id), text: quoted.text }
  })

  /** It scrolls, and is to be reached by the keyboard. */
  protected readonly isLong = computed(() => {
    const text = this.content()?.text ?? ''
    return text.length > LONG_TEXT || text.split('\n').length > LONG_LINES
  })

  protected async show(): Promise<void> {
    this.said.set(await this.#actions.read(this.message().id))
  }

  protected async edit(): Promise<void> {
    this.#took(await this.#actions.edit(this.message()))
  }

  protected async pin(): Promise<void> {
    this.#took(await this.#actions.pin(this.message()))
  }

  protected async remove(): Promise<void> {
    this.#took(await this.#actions.remove(this.message()))
  }

  protected async erase(): Promise<void> {
    if (await this.#actions.erase(this.message())) this.removed.emit(this.message().id)
  }

  protected async restore(): Promise<void> {
    const restored = await this.#actions.restore(this.message())
    this.said.set(undefined)
    this.#took(restored)
  }

  protected async showRaw(): Promise<void> {
    await this.#actions.showRaw(this.message())
  }

  protected async showVersions(): Promise<void> {
    await this.#actions.showVersions(this.message())
  }

  #took(message: MessageResponse | undefined): void {
    if (message) this.changed.emit(message)
  }
}
