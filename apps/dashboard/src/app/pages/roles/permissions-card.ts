import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import type { PermissionObject } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../api/api'
import { DeleteNamed } from '../../ui/delete-named'
import { EmptyState } from '../../ui/empty-state'
import { Icon } from '../../ui/icon'
import { Toasts } from '../../ui/toasts'
import type { ActionWords } from './grants-rows'
import type { PermissionDraft } from './permission-dialog'

/** Permissions of one's own, with conditions; they come and go here, and are granted in the matrix. */
@Component({
  selector: 'app-permissions-card',
  imports: [EmptyState, Icon, MatButton],
  templateUrl: './permissions-card.html',
  styleUrl: './roles-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PermissionsCard {
  /** All there are, built-in ones too. */
  readonly permissions = input.required<readonly PermissionObject[]>()
  readonly actions = input.required<readonly ActionWords[]>()
  readonly mayChange = input.required<boolean>()
  readonly changed = output()
  readonly #delete = inject(DeleteNamed)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  protected readonly own = computed(() =>
    this.permissions()
      .filter(({ custom }) => custom)
      .map(permission => ({
        permission,
        where: permission.level === 'app' ? 'the app' : 'channels',
        when: whenOf(permission),
      })),
  )

  protected async create(): Promise<void> {
    const id = await this.#open({ actions: this.actions() })
    if (id !== undefined) this.#done(`Made permission ${id}. Nobody has it until it is granted above.`)
  }

  protected async edit(permission: PermissionObject): Promise<void> {
    const id = await this.#open({ actions: this.actions(), permission })
    if (id !== undefined) this.#done(`Saved permission ${id}.`)
  }

  async #open(data: PermissionDraft): Promise<string | undefined> {
    const { PermissionDialog } = await import('./permission-dialog')
    const options = { data, width: '520px' }
    const dialog = this.#dialog.open<unknown, PermissionDraft, string>(PermissionDialog, options)
    return firstValueFrom(dialog.afterClosed())
  }

  #done(words: string): void {
    this.changed.emit()
    this.#toasts.done(words)
  }

  protected async remove(id: string): Promise<void> {
    const isGone = await this.#delete.ask({
      noun: 'permission',
      name: id,
      path: path`/permissions/${id}`,
      text: 'It is refused while a role is granted it.',
    })
    if (isGone) this.changed.emit()
  }
}

function whenOf({ owner, condition }: PermissionObject): string {
  return [owner && 'what is their own', condition && JSON.stringify(condition)].filter(Boolean).join(', ')
}
