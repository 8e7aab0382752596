import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { isAccepted, type SecretUse } from '../settings/secret-use'
import type { RevokeBefore } from './token-revocation'

/** Asks before when tokens are to be refused; closes with that. */
@Component({
  selector: 'app-revoke-tokens-dialog',
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput, MatRadioModule],
  templateUrl: './revoke-tokens-dialog.html',
  styles:
    'mat-radio-group { display: grid } input { min-block-size: 24px } .problem { color: var(--app-danger) } .problem:empty { display: none }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RevokeTokensDialog {
  readonly #api = inject(Api)
  readonly #key = inject(CurrentApp).key()
  readonly #dialog = inject<MatDialogRef<RevokeTokensDialog, RevokeBefore>>(MatDialogRef)
  readonly #secrets = resource({
    loader: () => this.#api.get<{ secrets: readonly SecretUse[] }>(path`/apps/${this.#key}/secrets`),
  })
  protected readonly when = signal<'now' | 'time'>('now')
  /** As the browser's field has it: local, without a zone. */
  protected readonly time = signal('')
  protected readonly problem = signal('')
  protected readonly inUse = computed(() => {
    if (!this.#secrets.hasValue()) return ''
    const accepted = this.#secrets.value().secrets.filter(isAccepted)
    const tokens = accepted.reduce((sum, each) => sum + each.tokens_last_24h, 0)
    const open = accepted.reduce((sum, each) => sum + each.open_connections, 0)
    return `Different tokens in the last 24 hours: about ${tokens.toLocaleString()}; connections open now: ${open.toLocaleString()}.`
  })

  protected revoke(event: Event): void {
    event.preventDefault()
    if (this.when() === 'now') {
      this.#dialog.close('now')
      return
    }
    const at = new Date(this.time())
    if (Number.isNaN(at.getTime())) {
      this.problem.set('Choose a day and a time.')
      return
    }
    this.#dialog.close(at.toISOString())
  }
}
