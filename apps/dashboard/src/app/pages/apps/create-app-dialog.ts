import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { Api } from '../../api/api'
import { describe } from '../../api/api-error'
import { serverAddress } from '../../api/server-address'
import type { AppMode, AppView } from '../../api/types'
import { CodeBlock } from '../../ui/code-block'
import { MODE_MEANING } from '../settings/mode-facts'
import { SecretShown } from '../settings/secret-shown'
import { backendSnippet } from './backend-snippet'

interface Made {
  readonly app: AppView
  readonly secret: string
}

/** Makes an app, then shows its secret; closes with the app that was made. */
@Component({
  selector: 'app-create-app-dialog',
  imports: [CodeBlock, MatButton, MatDialogModule, MatFormFieldModule, MatInput, MatRadioModule, SecretShown],
  templateUrl: './create-app-dialog.html',
  styleUrl: './create-app-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CreateAppDialog {
  protected readonly meaning = MODE_MEANING
  protected readonly name = signal('')
  protected readonly mode = signal<AppMode>('development')
  protected readonly isBusy = signal(false)
  protected readonly problem = signal('')
  protected readonly made = signal<Made | undefined>(undefined)
  protected readonly snippet = backendSnippet(serverAddress())
  protected readonly isNamed = computed(() => this.name().trim() !== '')
  readonly #api = inject(Api)
  readonly #dialog = inject<MatDialogRef<CreateAppDialog, AppView>>(MatDialogRef)

  protected async create(event: Event): Promise<void> {
    event.preventDefault()
    if (this.isBusy()) return
    if (!this.isNamed()) {
      this.problem.set('Give the app a name: people choose it by that.')
      return
    }
    this.isBusy.set(true)
    this.problem.set('')
    try {
      this.made.set(await this.#api.post<Made>('/apps', { name: this.name().trim(), mode: this.mode() }))
      // The secret is not to be lost by a click beside the dialog.
      this.#dialog.disableClose = true
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }

  protected open(): void {
    this.#dialog.close(this.made()?.app)
  }
}
