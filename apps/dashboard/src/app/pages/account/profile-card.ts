import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Api } from '../../api/api'
import type { AppView } from '../../api/types'
import { ROLE_TEXTS } from '../../session/role-texts'
import { Session } from '../../session/session'
import { loaded } from '../../ui/load'
import { Toasts } from '../../ui/toasts'

/** Name, e-mail address, and what one may do. */
@Component({
  selector: 'app-profile-card',
  imports: [MatButton, MatFormFieldModule, MatInput, ReactiveFormsModule],
  templateUrl: './profile-card.html',
  styleUrls: ['./account-card.css', './profile-card.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProfileCard {
  readonly #api = inject(Api)
  readonly #session = inject(Session)
  readonly #toasts = inject(Toasts)
  protected readonly admin = this.#session.admin
  protected readonly roleText = computed(() => ROLE_TEXTS[this.admin()?.role ?? 'viewer'].may)
  protected readonly name = new FormControl(this.admin()?.name ?? '', {
    nonNullable: true,
    validators: [Validators.maxLength(255)],
  })
  protected readonly isBusy = signal(false)
  readonly #apps = loaded(() => this.#api.get<{ readonly apps: readonly AppView[] }>('/apps'))
  /** By name; their keys until those are known. */
  protected readonly apps = computed(() => {
    const keys = this.admin()?.apps
    if (!keys) return undefined
    const names = new Map(this.#apps.value()?.apps.map(app => [app.api_key, app.name]))
    return keys.map(key => names.get(key) ?? key).join(', ')
  })

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    if (this.isBusy() || this.name.invalid) return
    this.isBusy.set(true)
    try {
      await this.#api.patch('/account', { name: this.name.value.trim() })
      await this.#session.load()
      this.name.reset(this.admin()?.name ?? '')
      this.#toasts.done('Your name was changed.')
    } catch (error) {
      this.#toasts.failed(error, 'Change your name')
    } finally {
      this.isBusy.set(false)
    }
  }
}
