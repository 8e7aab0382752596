import { Injectable, inject, signal } from '@angular/core'
import { MatDialog } from '@angular/material/dialog'
import { askForBan } from '../../bans/ask-for-ban'
import { Ask } from '../../ui/ask'
import { Toasts } from '../../ui/toasts'
import { OpenUser } from './open-user'
import { UsersApi } from './users-api'

/** What can be done with the user whose page is open: asks where that is right, does it, says so. */
@Injectable()
export class UserActions {
  readonly #open = inject(OpenUser)
  readonly #users = inject(UsersApi)
  readonly #ask = inject(Ask)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  readonly isBusy = signal(false)

  async ban(): Promise<void> {
    if (await askForBan(this.#dialog, { userId: this.#open.id() })) await this.#done('Banned')
  }

  async unban(scope: Readonly<{ type?: string; id?: string }> = {}): Promise<void> {
    await this.#do('Lift the ban', 'The ban is lifted', () =>
      this.#users.unban({ target_user_id: this.#open.id(), ...scope }),
    )
  }

  async deactivate(): Promise<void> {
    const isAgreed = await this.#ask.confirm({
      heading: `Deactivate ${this.#open.id()}?`,
      text: [
        'Their connections close, and they can’t connect or be acted for until you reactivate them.',
        'What they wrote stays.',
      ],
      action: 'Deactivate',
      isDangerous: true,
    })
    if (isAgreed) await this.#do('Deactivate', 'Deactivated', () => this.#users.deactivate(this.#open.id()))
  }

  async reactivate(): Promise<void> {
    await this.#do('Reactivate', 'Reactivated', () => this.#users.reactivate(this.#open.id()))
  }

  async revokeTokens(): Promise<void> {
    const isAgreed = await this.#ask.confirm({
      heading: `Revoke the tokens of ${this.#open.id()}?`,
      text: [
        'Every token that was made until now is refused, and the connections made with them close.',
        'With a token that your backend makes from now on they can connect again.',
      ],
      action: 'Revoke tokens',
      isDangerous: true,
    })
    if (!isAgreed) return
    const set = { revoke_tokens_issued_before: new Date().toISOString() }
    await this.#do('Revoke tokens', 'Their tokens are revoked', () =>
      this.#users.update(this.#open.id(), set),
    )
  }

  async disconnect(connection?: string): Promise<void> {
    const isAll = connection === undefined
    const isAgreed = await this.#ask.confirm({
      heading: isAll ? `Disconnect ${this.#open.id()}?` : 'Close this connection?',
      text: 'The app on the other side is told, and does not connect again by itself. To keep them out, ban them or revoke their tokens, too.',
      action: isAll ? 'Disconnect' : 'Close',
      isDangerous: true,
    })
    const what = isAll ? 'Disconnected' : 'The connection is closed'
    if (isAgreed)
      await this.#do('Disconnect', what, () => this.#users.disconnect(this.#open.id(), connection))
  }

  async makeToken(): Promise<void> {
    const { openMakeToken } = await import('./dialogs/make-token')
    openMakeToken(this.#dialog, this.#open.id())
  }

  async delete(): Promise<void> {
    const { openDeleteUser } = await import('./dialogs/delete-user')
    if (await openDeleteUser(this.#dialog, this.#open.id())) await this.#done('Deleted')
  }

  async restore(): Promise<void> {
    await this.#do('Restore', 'Restored', () => this.#users.restore(this.#open.id()))
  }

  async #do(what: string, done: string, work: () => Promise<unknown>): Promise<void> {
    if (this.isBusy()) return
    this.isBusy.set(true)
    try {
      await work()
      await this.#done(done)
    } catch (error) {
      this.#toasts.failed(error, what)
    } finally {
      this.isBusy.set(false)
    }
  }

  async #done(text: string): Promise<void> {
    this.#toasts.done(`${text}: ${this.#open.id()}`)
    await this.#open.changed()
  }
}
