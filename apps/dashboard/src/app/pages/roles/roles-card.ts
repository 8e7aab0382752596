import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import type { Role } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../api/api'
import { ChatApi } from '../../api/chat-api'
import { Ask } from '../../ui/ask'
import { Icon } from '../../ui/icon'
import { StatusChip } from '../../ui/status-chip'
import { Toasts } from '../../ui/toasts'
import { roleWords } from './roles-shown'

/** All roles, and what they are for; those of one's own come and go here. */
@Component({
  selector: 'app-roles-card',
  imports: [Icon, MatButton, StatusChip],
  templateUrl: './roles-card.html',
  styleUrl: './roles-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RolesCard {
  readonly roles = input.required<readonly Role[]>()
  readonly mayChange = input.required<boolean>()
  readonly changed = output()
  readonly #chat = inject(ChatApi)
  readonly #ask = inject(Ask)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  protected readonly shown = computed(() =>
    this.roles()
      .toSorted((a, b) => Number(b.custom) - Number(a.custom))
      .map(role => ({ ...role, words: roleWords(role), where: whereOf(role) })),
  )

  protected async create(): Promise<void> {
    const { NewRoleDialog } = await import('./new-role-dialog')
    const dialog = this.#dialog.open<unknown, readonly Role[], string>(NewRoleDialog, {
      data: this.roles(),
      width: '460px',
    })
    const name = await firstValueFrom(dialog.afterClosed())
    if (name === undefined) return
    this.changed.emit()
    this.#toasts.done(`Made role ${name}. It may do nothing until something is granted to it.`)
  }

  protected async remove(name: string): Promise<void> {
    const isSure = await this.#ask.typeName(name, {
      heading: `Delete role ${name}?`,
      text: 'It is refused while anything is granted to it, or while a user has it.',
      action: 'Delete role',
    })
    if (!isSure) return
    try {
      await this.#chat.delete(path`/roles/${name}`)
      this.changed.emit()
      this.#toasts.done(`Deleted role ${name}.`)
    } catch (error) {
      this.#toasts.failed(error, `Delete role ${name}`)
    }
  }
}

function whereOf({ scopes }: Role): string {
  if (scopes.length === 0) return 'nothing yet'
  return scopes.map(scope => (scope === '.app' ? 'the app' : scope)).join(', ')
}
