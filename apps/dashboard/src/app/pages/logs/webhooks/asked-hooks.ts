import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { Session } from '../../../session/session'
import { StatusChip } from '../../../ui/status-chip'
import type { AskedHook } from './asked-hook-dialog'
import { HookTester } from './hook-tester'
import type { HookCount, HookSettings } from './hook-types'

const ASKED: readonly AskedHook[] = [
  {
    id: 'before_message_send_hook_url',
    name: 'Before a message is sent',
    explanation: 'Sees each message before it is stored; may change or refuse it.',
    placeholder: 'https://shop.example/before-send',
  },
  {
    id: 'custom_action_handler_url',
    name: 'Slash commands of your own',
    explanation: 'Runs commands that you made. {type} in the address becomes the command’s name.',
    placeholder: 'https://shop.example/commands/{type}',
  },
]

/** The hooks that a request waits for: two settings of the app. */
@Component({
  selector: 'app-asked-hooks',
  imports: [MatButton, StatusChip],
  templateUrl: './asked-hooks.html',
  styleUrl: './asked-hooks.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AskedHooks {
  readonly settings = input.required<HookSettings>()
  readonly counts = input.required<readonly HookCount[]>()
  readonly changed = output()
  readonly #dialog = inject(MatDialog)
  readonly #tester = inject(HookTester)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly asked = ASKED

  protected countOf({ id }: AskedHook): HookCount | undefined {
    return this.counts().find(count => count.hook === id)
  }

  protected async test({ id }: AskedHook): Promise<void> {
    await this.#tester.open({ id, url: this.settings()[id], types: [] })
    this.changed.emit()
  }

  protected async edit(hook: AskedHook): Promise<void> {
    const { AskedHookDialog } = await import('./asked-hook-dialog')
    const dialog = this.#dialog.open<unknown, unknown, boolean>(AskedHookDialog, {
      data: { hook, url: this.settings()[hook.id] },
      width: '560px',
      maxWidth: '96vw',
    })
    if (await firstValueFrom(dialog.afterClosed())) this.changed.emit()
  }
}
