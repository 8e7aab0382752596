import { Injectable, inject } from '@angular/core'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'

/** What is to be tried. */
export interface TestedHook {
  /** Of a hook, or the setting that holds its address. */
  readonly id: string
  readonly url: string
  /** What may be chosen to be sent; undefined for every event, none where there is nothing to choose. */
  readonly types: readonly string[] | undefined
  /** Of SQS and SNS. */
  readonly isQueue?: boolean
}

/** Opens the dialog that sends a hook a sample. */
@Injectable({ providedIn: 'root' })
export class HookTester {
  readonly #dialog = inject(MatDialog)

  async open(hook: TestedHook): Promise<void> {
    const { TestDialog } = await import('./test-dialog')
    const dialog = this.#dialog.open(TestDialog, { data: hook, width: '640px', maxWidth: '96vw' })
    await firstValueFrom(dialog.afterClosed())
  }
}
