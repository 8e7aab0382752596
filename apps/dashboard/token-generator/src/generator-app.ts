import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Theme } from '../../src/app/shell/theme'
import { TokenGenerator } from '../../src/app/tokens/token-generator'
import { Icon } from '../../src/app/ui/icon'
import { StatusChip } from '../../src/app/ui/status-chip'
import { keepOffline } from './keep-offline'

/** The token generator for everybody: without a session, and without a server once it was opened. */
@Component({
  selector: 'app-root',
  imports: [Icon, MatFormFieldModule, MatInput, StatusChip, TokenGenerator],
  templateUrl: './generator-app.html',
  styleUrl: './generator-app.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GeneratorApp {
  protected readonly apiKey = signal('')
  protected readonly baseUrl = signal(location.origin)
  protected readonly isKept = signal(false)

  constructor() {
    inject(Theme)
    void this.#keep()
  }

  /** Nothing is lost where the browser can't. */
  async #keep(): Promise<void> {
    this.isKept.set(await keepOffline().catch(() => false))
  }
}
