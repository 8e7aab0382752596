import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { Api, path } from '../../api/api'
import type { AdminView, AppView } from '../../api/types'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { paged } from '../../ui/list/paged'
import type { Piece } from '../../ui/list/piece'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { Pager } from '../../ui/pager'
import { Toasts } from '../../ui/toasts'
import type { AdminsReply, InvitationView } from './admin-types'
import { AdminsTable } from './admins-table'
import { InvitationsTable } from './invitations-table'

/** Who may sign in, and who is invited to. */
@Component({
  selector: 'app-admins',
  imports: [AdminsTable, ErrorPanel, Icon, InvitationsTable, MatButton, PageHeader, Pager],
  templateUrl: './admins.html',
  styleUrl: './admins.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Admins {
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #dialog = inject(MatDialog)
  readonly #session = inject(Session)
  readonly #toasts = inject(Toasts)
  /** There is always one: who is the only owner can't cease to be one. */
  protected readonly owners = signal(1)
  protected readonly admins = paged(signal(undefined), (_, next: string | undefined) => this.#page(next))
  protected readonly invitations = loaded(() =>
    this.#api.get<{ readonly invitations: readonly InvitationView[] }>('/invitations'),
  )
  readonly #apps = loaded(() => this.#api.get<{ readonly apps: readonly AppView[] }>('/apps'))
  protected readonly apps = computed(() => this.#apps.value()?.apps ?? [])

  protected async invite(): Promise<void> {
    const { InviteDialog } = await import('./invite-dialog')
    const dialog = this.#dialog.open(InviteDialog, { data: this.apps(), width: '520px' })
    await firstValueFrom(dialog.afterClosed())
    await this.invitations.reload()
  }

  protected async change(admin: AdminView): Promise<void> {
    const { AccessDialog } = await import('./access-dialog')
    const data = { admin, apps: this.apps() }
    const dialog = this.#dialog.open(AccessDialog, { data, width: '520px' })
    if (!(await firstValueFrom(dialog.afterClosed()))) return
    this.#toasts.done(`The access of ${admin.email} was changed.`)
    await this.#afterChangeOf(admin)
  }

  protected async remove(admin: AdminView): Promise<void> {
    const isOneself = admin.id === this.#session.admin()?.id
    const isSure = await this.#ask.typeName(admin.email, {
      heading: isOneself ? 'Remove yourself?' : `Remove ${admin.name || admin.email}?`,
      text: [
        isOneself
          ? 'You are signed out at once, and get in again only when another owner invites you.'
          : 'All of their sessions end at once, and they can’t sign in any more.',
        'What they did stays in the audit log.',
      ],
      action: 'Remove',
    })
    if (!isSure) return
    try {
      await this.#api.delete(path`/admins/${admin.id}`)
      this.#toasts.done(`${admin.email} was removed.`)
      await this.#afterChangeOf(admin)
    } catch (error) {
      this.#toasts.failed(error, `Remove ${admin.email}`)
    }
  }

  protected async cancel(invitation: InvitationView): Promise<void> {
    try {
      await this.#api.delete(path`/invitations/${invitation.id}`)
      this.#toasts.done(`The invitation of ${invitation.email} is good no more.`)
    } catch (error) {
      this.#toasts.failed(error, 'Cancel the invitation')
    }
    await this.invitations.reload()
  }

  async #page(next: string | undefined): Promise<Piece<AdminView>> {
    const page = await this.#api.get<AdminsReply>('/admins', { next })
    this.owners.set(page.owners)
    return { items: page.admins, next: page.next }
  }

  /** Whoever takes something from themselves may not see this page any more. */
  async #afterChangeOf({ id }: AdminView): Promise<void> {
    if (id === this.#session.admin()?.id) {
      await this.#api.get('/session').catch(() => undefined)
      if (this.#session.admin()) await this.#session.load()
    }
    if (this.#session.may('owner')) await this.admins.reload()
  }
}
