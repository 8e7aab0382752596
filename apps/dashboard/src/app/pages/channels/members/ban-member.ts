import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { Member } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'
import { splitCid, userName } from '../channel-names'

interface Whom {
  readonly member: Member
  readonly cid: string
}

/** How long a ban lasts, in minutes; 0 for good. */
const DURATIONS = [
  { minutes: 0, label: 'For good' },
  { minutes: 60, label: 'An hour' },
  { minutes: 1_440, label: 'A day' },
  { minutes: 10_080, label: 'A week' },
  { minutes: 43_200, label: '30 days' },
] as const

/** Bans a member from the channel; whether they were. */
export async function openBanMember(dialog: MatDialog, whom: Whom): Promise<boolean> {
  const opened = dialog.open<BanMember, Whom, boolean>(BanMember, { data: whom, width: '480px' })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

@Component({
  imports: [MatButton, MatCheckbox, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './ban-member.html',
  styleUrl: '../../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BanMember {
  readonly #whom = inject<Whom>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<BanMember, boolean>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly durations = DURATIONS
  protected readonly name = userName(this.#whom.member.user, this.#whom.member.user_id)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async ban(event: Event, minutes: string, reason: string, shadow: boolean): Promise<void> {
    event.preventDefault()
    if (this.isBusy()) return
    this.isBusy.set(true)
    try {
      await this.#chat.post('/moderation/ban', {
        target_user_id: this.#whom.member.user_id,
        ...splitCid(this.#whom.cid),
        ...(Number(minutes) > 0 && { timeout: Number(minutes) }),
        ...(reason.trim() && { reason: reason.trim() }),
        ...(shadow && { shadow }),
      })
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
