import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'
import { Toasts } from '../../../ui/toasts'
import { OpenChannel } from '../open-channel'

/** Takes the channel out of one member's list, or puts it back. */
@Component({
  selector: 'app-hide-channel',
  imports: [MatButton],
  template: `
    <div class="words">
      <h2>Hide from a member</h2>
      <p class="muted">It leaves their list until somebody writes in it. What was said before can be kept from them, for good.</p>
      @if (problem(); as problem) {
        <p class="problem" role="alert">{{ problem }}</p>
      }
    </div>
    <form class="row" (submit)="$event.preventDefault(); hide(user.value, clears.checked)">
      <input #user class="control wide" aria-label="ID of the member" placeholder="User ID" autocapitalize="off" autocomplete="off" spellcheck="false" [disabled]="disabled()" />
      <label class="check"><input #clears type="checkbox" [disabled]="disabled()" /> and its history</label>
      <button mat-stroked-button type="submit" [disabled]="disabled()">Hide</button>
      <button mat-button type="button" [disabled]="disabled()" (click)="show(user.value)">Show again</button>
    </form>
  `,
  styleUrls: ['../../../ui/controls.css', './inline-action.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HideChannel {
  readonly disabled = input(false)
  readonly #open = inject(OpenChannel)
  readonly #chat = inject(ChatApi)
  readonly #toasts = inject(Toasts)
  protected readonly problem = signal('')

  protected hide(user: string, clear_history: boolean): Promise<void> {
    return this.#do(user, 'hide', { clear_history }, 'The channel is hidden from them.')
  }

  protected show(user: string): Promise<void> {
    return this.#do(user, 'show', {}, 'The channel is in their list again.')
  }

  async #do(user: string, verb: 'hide' | 'show', body: object, done: string): Promise<void> {
    const user_id = user.trim()
    if (user_id === '') {
      this.problem.set('Whose list? Give the ID of a member.')
      return
    }
    try {
      await this.#chat.post(`${this.#open.path()}/${verb}`, { user_id, ...body })
      this.problem.set('')
      this.#toasts.done(done)
    } catch (error) {
      this.problem.set(describe(error))
    }
  }
}
