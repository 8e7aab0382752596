import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { Ask } from '../../ui/ask'
import { StatusChip, type Tone } from '../../ui/status-chip'
import { TimeText } from '../../ui/time-text'
import { Toasts } from '../../ui/toasts'
import { RevealedSecret } from './revealed-secret'
import { isAccepted, type SecretUse, whatEnds } from './secret-use'

const TONES: Readonly<Record<SecretUse['state'], Tone>> = {
  active: 'success',
  retiring: 'warning',
  retired: 'neutral',
  revoked: 'danger',
}

/** One secret: its state, its use, and what can be done with it. */
@Component({
  selector: 'app-secret-row',
  imports: [MatButton, RevealedSecret, StatusChip, TimeText],
  templateUrl: './secret-row.html',
  styleUrl: './secret-row.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecretRow {
  readonly secret = input.required<SecretUse>()
  readonly isLast = input.required<boolean>()
  readonly isSigning = input.required<boolean>()
  readonly mayChange = input.required<boolean>()
  readonly changed = output()
  protected readonly tone = computed(() => TONES[this.secret().state])
  protected readonly isAccepted = computed(() => isAccepted(this.secret()))
  protected readonly revealed = signal('')
  protected readonly isBusy = signal(false)
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  readonly #key = inject(CurrentApp).key()

  protected reveal(): Promise<void> {
    return this.#try('Reveal the secret', async () => {
      const { secret } = await this.#api.post<{ secret: string }>(this.#path('reveal'))
      this.revealed.set(secret)
    })
  }

  protected async retire(): Promise<void> {
    const { RetireSecretDialog } = await import('./retire-secret-dialog')
    const data = this.secret()
    const dialog = this.#dialog.open<unknown, SecretUse, number>(RetireSecretDialog, { width: '480px', data })
    const seconds = await firstValueFrom(dialog.afterClosed())
    if (seconds === undefined) return
    await this.#try('Retire the secret', async () => {
      await this.#api.post(this.#path('retire'), { after_seconds: seconds })
      this.#toasts.done(`Secret ${this.secret().id} is retiring`)
      this.changed.emit()
    })
  }

  protected async revoke(): Promise<void> {
    const { id } = this.secret()
    const agreed = await this.#ask.typeName(id, {
      heading: 'Revoke this secret now?',
      text: [
        'Every token signed with it is refused at once, and connections made with them are closed. It can’t be taken back.',
        whatEnds([this.secret()]),
        'A backend that still has it can do nothing any more. Do this when it has leaked; otherwise let it retire.',
      ],
      action: 'Revoke secret',
    })
    if (!agreed) return
    await this.#try('Revoke the secret', async () => {
      await this.#api.post(this.#path('revoke'))
      this.revealed.set('')
      this.#toasts.done(`Secret ${id} is revoked`)
      this.changed.emit()
    })
  }

  #path(verb: string): string {
    return path`/apps/${this.#key}/secrets/${this.secret().id}/${verb}`
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
