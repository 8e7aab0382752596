import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Router } from '@angular/router'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { Ask } from '../../ui/ask'
import { Toasts } from '../../ui/toasts'
import { AppChanges } from './app-changes'

/** Suspending and deleting. */
@Component({
  selector: 'app-danger-zone',
  imports: [MatButton],
  templateUrl: './danger-zone.html',
  styleUrl: './danger-zone.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DangerZone {
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #changes = inject(AppChanges)
  readonly #current = inject(CurrentApp)
  readonly #router = inject(Router)
  readonly #toasts = inject(Toasts)
  protected readonly isSuspended = computed(() => this.#current.opened()?.suspended === true)
  protected readonly isDeletable = computed(() => this.#current.opened()?.mode === 'development')
  protected readonly isBusy = signal(false)
  /** What is going on. */
  protected readonly progress = signal('')

  protected async suspend(): Promise<void> {
    const { name } = this.#current.app()
    const agreed = await this.#ask.confirm({
      heading: `Suspend ${name}?`,
      text: [
        'Every connection is closed within seconds, and every request is refused with error 99, your backend’s too.',
        'Nothing is lost. You can resume it at any time.',
      ],
      action: 'Suspend app',
      isDangerous: true,
    })
    if (agreed) await this.#try('Suspend the app', () => this.#changes.edit({ suspended: true }))
  }

  protected async resume(): Promise<void> {
    await this.#try('Resume the app', () => this.#changes.edit({ suspended: false }))
  }

  protected async delete(): Promise<void> {
    const { api_key: key, name } = this.#current.app()
    const agreed = await this.#ask.typeName(name || key, {
      heading: `Delete ${name || key}?`,
      text: [
        'Its users, channels, messages and keys are gone for everybody at once, and can’t be brought back.',
        'Connections are closed, tokens and secrets are worth nothing. The rows are erased from the database in the minutes after.',
      ],
      action: 'Delete app',
    })
    if (!agreed) return
    this.progress.set(`Deleting ${name}: closing its connections…`)
    await this.#try('Delete the app', async () => {
      await this.#api.delete(path`/apps/${key}`, { body: { name: name || key } })
      await this.#router.navigateByUrl('/')
      this.#toasts.done(`${name} is deleted; its rows are being erased`)
    })
    this.progress.set('')
  }

  async #try(what: string, act: () => Promise<void>): Promise<void> {
    this.isBusy.set(true)
    try {
      await act()
    } catch (error) {
      this.#toasts.failed(error, what)
    } finally {
      this.isBusy.set(false)
    }
  }
}
