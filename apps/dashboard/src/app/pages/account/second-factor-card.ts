import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { StatusChip } from '../../ui/status-chip'
import { Toasts } from '../../ui/toasts'
import { type Enrolment, EnrolSecondFactor } from './enrol-second-factor'
import { RecoveryCodes } from './recovery-codes'

/** A code beside the password: switched on, renewed, switched off. */
@Component({
  selector: 'app-second-factor-card',
  imports: [EnrolSecondFactor, MatButton, RecoveryCodes, StatusChip],
  templateUrl: './second-factor-card.html',
  styleUrl: './account-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecondFactorCard {
  readonly changed = output()
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly session = inject(Session)
  protected readonly enrolment = signal<Enrolment | undefined>(undefined)
  /** While they are shown. */
  protected readonly codes = signal<readonly string[] | undefined>(undefined)

  protected begin(): Promise<void> {
    return this.#try('Switch the second factor on', async () => {
      this.enrolment.set(await this.#api.post<Enrolment>('/account/second_factor'))
    })
  }

  protected async enrolled(codes: readonly string[]): Promise<void> {
    this.enrolment.set(undefined)
    this.codes.set(codes)
    await this.session.load()
    this.changed.emit()
  }

  protected async renew(): Promise<void> {
    const isSure = await this.#ask.confirm({
      heading: 'Make new recovery codes?',
      text: 'The codes that you have now are good no more.',
      action: 'Make new codes',
    })
    if (!isSure) return
    await this.#try('Make new recovery codes', async () => {
      const made = await this.#api.post<{ recovery_codes: string[] }>('/account/second_factor/recovery_codes')
      this.codes.set(made.recovery_codes)
      await this.session.load()
    })
  }

  protected async switchOff(): Promise<void> {
    const isSure = await this.#ask.confirm({
      heading: 'Switch the second factor off?',
      text: 'Then whoever learns your password can sign in as you. Your recovery codes are good no more.',
      action: 'Switch off',
      isDangerous: true,
    })
    if (!isSure) return
    await this.#try('Switch the second factor off', async () => {
      await this.#api.delete('/account/second_factor')
      this.codes.set(undefined)
      await this.session.load()
      this.#toasts.done('The second factor is off.')
    })
  }

  async #try(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#toasts.failed(error, what)
    }
  }
}
