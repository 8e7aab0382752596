import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { CurrentApp } from '../../api/current-app'
import type { AppMode } from '../../api/types'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { StatusChip } from '../../ui/status-chip'
import { Toasts } from '../../ui/toasts'
import { AppChanges } from './app-changes'
import { changesWithMode } from './changes-with-mode'
import { MODE_FACTS } from './mode-facts'

/** Development or production, and what is otherwise there. */
@Component({
  selector: 'app-mode-card',
  imports: [MatButton, StatusChip],
  templateUrl: './mode-card.html',
  styleUrl: './mode-card.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ModeCard {
  readonly #current = inject(CurrentApp)
  readonly #changes = inject(AppChanges)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly facts = MODE_FACTS
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly isBusy = signal(false)
  protected readonly mode = computed(() => this.#current.opened()?.mode ?? 'development')
  protected readonly other = computed<AppMode>(() =>
    this.mode() === 'development' ? 'production' : 'development',
  )

  protected async change(): Promise<void> {
    const mode = this.other()
    const agreed = await this.#ask.confirm({
      heading: `Switch to ${mode} mode?`,
      text: changesWithMode(mode, {
        app: this.#current.app(),
        hasPlayground: this.#current.hasPlayground(),
        providers: this.#current.authentication()?.identity_providers ?? [],
      }),
      action: `Switch to ${mode}`,
      isDangerous: mode === 'development',
    })
    if (!agreed) return
    this.isBusy.set(true)
    try {
      await this.#changes.edit({ mode })
      this.#toasts.done(`The app is in ${mode} mode now`)
    } catch (error) {
      this.#toasts.failed(error, 'Change the mode')
    } finally {
      this.isBusy.set(false)
    }
  }
}
