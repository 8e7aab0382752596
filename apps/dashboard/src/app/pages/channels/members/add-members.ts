import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { idsIn } from '../ids-in'
import type { OpenChannel } from '../open-channel'

/** Asks whom to add, and adds them; whether somebody was. */
export async function openAddMembers(dialog: MatDialog, channel: OpenChannel): Promise<boolean> {
  const opened = dialog.open<AddMembers, OpenChannel, boolean>(AddMembers, { data: channel, width: '520px' })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

@Component({
  imports: [MatButton, MatCheckbox, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './add-members.html',
  styleUrl: '../../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddMembers {
  readonly #channel = inject<OpenChannel>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<AddMembers, boolean>>(MatDialogRef)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async add(event: Event, text: string, role: string, hide_history: boolean, invites: boolean) {
    event.preventDefault()
    const ids = idsIn(text)
    if (this.isBusy() || ids.length === 0) return
    this.isBusy.set(true)
    try {
      const channel_role = role.trim()
      const members = ids.map(user_id => ({ user_id, ...(channel_role && { channel_role }) }))
      await this.#channel.update(invites ? { invites: members } : { add_members: members, hide_history })
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
