import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatSlideToggle } from '@angular/material/slide-toggle'
import { Router, RouterLink } from '@angular/router'
import type { ChannelType } from '@parley/client'
import { path } from '../../api/api'
import { ApiError } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { BackLink } from '../../ui/back-link'
import { DeleteNamed } from '../../ui/delete-named'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { ReviewChanges } from '../../ui/review-changes'
import { SaveBar } from '../../ui/save-bar'
import { Toasts } from '../../ui/toasts'
import { type HasUnsaved, warnBeforeUnload } from '../../ui/unsaved'
import { CommandsCard } from './commands-card'
import { LimitsCard } from './limits-card'
import { linesOf, patchOf, settingsOf, TypeDraft } from './type-draft'
import { FEATURE_GROUPS, isBuiltIn, purposeOf } from './type-features'
import { WordsCard } from './words-card'

/** One channel type: its switches, limits, commands and word lists. */
@Component({
  selector: 'app-channel-type-page',
  imports: [
    BackLink,
    CommandsCard,
    ErrorPanel,
    Icon,
    LimitsCard,
    MatButton,
    MatSlideToggle,
    PageHeader,
    RouterLink,
    SaveBar,
    WordsCard,
  ],
  templateUrl: './channel-type-page.html',
  styleUrl: './channel-type-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelTypePage implements HasUnsaved {
  /** Of the address. */
  readonly name = input.required<string>()
  readonly #chat = inject(ChatApi)
  readonly #app = inject(CurrentApp)
  readonly #delete = inject(DeleteNamed)
  readonly #review = inject(ReviewChanges)
  readonly #router = inject(Router)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly groups = FEATURE_GROUPS
  protected readonly draft = new TypeDraft()
  protected readonly type = loaded(() => this.#chat.get<ChannelType>(path`/channeltypes/${this.name()}`))
  protected readonly isOwn = computed(() => !isBuiltIn(this.name()))
  protected readonly purpose = computed(() => purposeOf(this.name()))

  constructor() {
    effect(() => {
      const type = this.type.value()
      if (type) this.draft.begin(settingsOf(type))
    })
    warnBeforeUnload(this)
  }

  hasUnsaved(): boolean {
    return this.draft.changed().size > 0
  }

  protected async save(): Promise<void> {
    const [before, after] = [this.draft.saved(), this.draft.value()]
    if (!before || !after) return
    const isSaved = await this.#review.ask({
      heading: `Change ${this.name()}`,
      note: 'It holds at once for every channel of this type that has nothing else set for itself.',
      lines: linesOf(before, after),
      save: () => this.#write(patchOf(before, after)),
    })
    if (isSaved) this.#toasts.done(`Saved ${this.name()}.`)
  }

  async #write(patch: Record<string, unknown>): Promise<void> {
    try {
      this.type.set(await this.#chat.put<ChannelType>(path`/channeltypes/${this.name()}`, patch))
    } catch (error) {
      const fields = error instanceof ApiError ? error.details.fields : undefined
      for (const [field, why] of Object.entries(fields ?? {})) this.draft.blame(field, String(why))
      throw error
    }
  }

  protected async remove(): Promise<void> {
    const name = this.name()
    const isGone = await this.#delete.ask({
      noun: 'channel type',
      name,
      path: path`/channeltypes/${name}`,
      text: 'Its settings and grants are gone for good. It is refused while there are channels of this type.',
    })
    if (!isGone) return
    this.draft.discard()
    await this.#router.navigate(['/apps', this.#app.key(), 'channel-types'])
  }
}
