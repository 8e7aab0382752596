import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Router } from '@angular/router'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { Toasts } from '../../../ui/toasts'
import { OpenChannel } from '../open-channel'
import { HideChannel } from './hide-channel'
import { SlowMode } from './slow-mode'

/** What can be done with a whole channel, the gentlest first. */
@Component({
  selector: 'app-channel-actions',
  imports: [HideChannel, MatButton, SlowMode],
  templateUrl: './channel-actions.html',
  styleUrl: './channel-actions.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelActions {
  protected readonly open = inject(OpenChannel)
  protected readonly session = inject(Session)
  protected readonly isBusy = signal(false)
  protected readonly channel = this.open.channel
  protected readonly mayChange = computed(() => this.session.may('admin'))
  readonly #chat = inject(ChatApi)
  readonly #router = inject(Router)
  readonly #app = inject(CurrentApp)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  readonly #dialog = inject(MatDialog)
  /** How far the deletion is, in words. */
  protected readonly progress = signal('')

  protected freeze(frozen: boolean): Promise<void> {
    const done = frozen ? 'Frozen: nobody can write here.' : 'Unfrozen: people can write again.'
    return this.#do(
      frozen ? 'Freeze the channel' : 'Unfreeze the channel',
      () => this.open.patch({ set: { frozen } }),
      done,
    )
  }

  protected async disable(disabled: boolean): Promise<void> {
    const isAgreed =
      !disabled ||
      (await this.#ask.confirm({
        heading: 'Disable this channel?',
        text: 'Clients can neither read nor write in it until you enable it again. Servers can.',
        action: 'Disable channel',
        isDangerous: true,
      }))
    if (!isAgreed) return
    const done = disabled ? 'Disabled.' : 'Enabled again.'
    await this.#do('Change the channel', () => this.open.patch({ set: { disabled } }), done)
  }

  protected async truncate(): Promise<void> {
    const { openTruncate } = await import('./truncate-channel')
    if (await openTruncate(this.#dialog, this.open)) this.#toasts.done('Truncated.')
  }

  protected async remove(isHard: boolean): Promise<void> {
    const { cid } = this.channel()
    const isAgreed = await this.#ask.typeName(cid, {
      heading: isHard ? 'Delete this channel for good?' : 'Delete this channel?',
      text: isHard
        ? 'The channel goes with its messages, members and files. Nothing of it can be brought back.'
        : 'It disappears for everybody, with its messages. A channel that is made with this ID later is empty.',
      action: isHard ? 'Delete for good' : 'Delete channel',
    })
    if (isAgreed) await this.#do('Delete the channel', () => this.#delete(cid, isHard))
  }

  /** Goes on in the background; the page says so until it is over. */
  async #delete(cid: string, hard_delete: boolean): Promise<void> {
    this.progress.set('Deleting …')
    const { task_id } = await this.#chat.post<{ task_id: string }>('/channels/delete', {
      cids: [cid],
      hard_delete,
    })
    const { watchTask } = await import('./watch-task')
    const result = await watchTask(this.#chat, task_id, status => this.progress.set(`Deleting: ${status} …`))
    const own = result[cid] as { status?: string; error?: string } | undefined
    if (own?.status !== 'ok') throw new Error(own?.error ?? 'the server did not say why it failed')
    this.#toasts.done(`${cid} is deleted.`)
    await this.#router.navigate(['/apps', this.#app.key(), 'channels'])
  }

  async #do(what: string, act: () => Promise<unknown>, done?: string): Promise<void> {
    if (this.isBusy()) return
    this.isBusy.set(true)
    try {
      await act()
      if (done) this.#toasts.done(done)
    } catch (error) {
      this.#toasts.failed(error, what)
    } finally {
      this.isBusy.set(false)
      this.progress.set('')
    }
  }
}
