import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import type { PermissionObject } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../api/api'
import { ChatApi } from '../../api/chat-api'
import { Ask } from '../../ui/ask'
import { EmptyState } from '../../ui/empty-state'
import { Icon } from '../../ui/icon'
import { Toasts } from '../../ui/toasts'
import type { ActionWords } from './grants-rows'

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
  readonly #chat = inject(ChatApi)
  readonly #ask = inject(Ask)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  protected readonly own = computed(() =>
    this.permissions()
      .filter(({ custom }) => custom)
      .map(({ id, name, description, action, owner, condition, level }) => ({
        id,
        name,
        description,
        action,
        where: level === 'app' ? 'the app' : 'channels',
        when: [owner && 'what is their own', condition && JSON.stringify(condition)]
          .filter(Boolean)
          .join(', '),
      })),
  )

  protected async create(): Promise<void> {
    const { NewPermissionDialog } = await import('./new-permission-dialog')
    const dialog = this.#dialog.open<unknown, readonly ActionWords[], string>(NewPermissionDialog, {
      data: this.actions(),
      width: '520px',
    })
    const id = await firstValueFrom(dialog.afterClosed())
    if (id === undefined) return
    this.changed.emit()
    this.#toasts.done(`Made permission ${id}. Nobody has it until it is granted above.`)
  }

  protected async remove(id: string): Promise<void> {
    const isSure = await this.#ask.typeName(id, {
      heading: `Delete permission ${id}?`,
      text: 'It is refused while a role is granted it.',
      action: 'Delete permission',
    })
    if (!isSure) return
    try {
      await this.#chat.delete(path`/permissions/${id}`)
      this.changed.emit()
      this.#toasts.done(`Deleted permission ${id}.`)
    } catch (error) {
      this.#toasts.failed(error, `Delete permission ${id}`)
    }
  }
}
