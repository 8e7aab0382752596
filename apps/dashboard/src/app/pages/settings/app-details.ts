import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { describe } from '../../api/api-error'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { CopyButton } from '../../ui/copy-button'
import { TimeText } from '../../ui/time-text'
import { Toasts } from '../../ui/toasts'
import { AppChanges } from './app-changes'

/** The app's name and API key. */
@Component({
  selector: 'app-details',
  imports: [CopyButton, MatButton, MatFormFieldModule, MatInput, TimeText],
  templateUrl: './app-details.html',
  styleUrl: './app-details.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppDetails {
  protected readonly app = inject(CurrentApp).app()
  protected readonly current = inject(CurrentApp)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly name = linkedSignal(() => this.current.opened()?.name ?? '')
  protected readonly isChanged = computed(() => this.name().trim() !== (this.current.opened()?.name ?? ''))
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)
  readonly #changes = inject(AppChanges)
  readonly #toasts = inject(Toasts)

  protected async rename(event: Event): Promise<void> {
    event.preventDefault()
    const name = this.name().trim()
    if (this.isBusy() || !this.isChanged()) return
    this.problem.set(name === '' ? 'An app needs a name: it is what people choose it by.' : '')
    if (name === '') return
    this.isBusy.set(true)
    try {
      await this.#changes.edit({ name })
      this.#toasts.done(`The app is called ${name} now`)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
