import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import type { Role } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../api/api'
import { DeleteNamed } from '../../ui/delete-named'
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
  readonly #delete = inject(DeleteNamed)
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
    const isGone = await this.#delete.ask({
      noun: 'role',
      name,
      path: path`/roles/${name}`,
      text: 'It is refused while anything is granted to it, or while a user has it.',
    })
    if (isGone) this.changed.emit()
  }
}

function whereOf({ scopes }: Role): string {
  if (scopes.length === 0) return 'nothing yet'
  return scopes.map(scope => (scope === '.app' ? 'the app' : scope)).join(', ')
}
