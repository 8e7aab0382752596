import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { Member } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { userName } from '../channel-names'
import type { OpenChannel } from '../open-channel'

interface Whose {
  readonly member: Member
  readonly channel: OpenChannel
}

/** Gives a member another role in the channel; whether it was changed. */
export async function openChangeRole(dialog: MatDialog, whose: Whose): Promise<boolean> {
  const opened = dialog.open<ChangeRole, Whose, boolean>(ChangeRole, { data: whose, width: '440px' })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

@Component({
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  template: `
    <h2 mat-dialog-title>The role of {{ name }} in this channel</h2>
    <form (submit)="save($event, role.value)">
      <mat-dialog-content class="fields">
        <mat-form-field appearance="outline">
          <mat-label>Role</mat-label>
          <input matInput #role [value]="whose.member.channel_role" autocapitalize="off" autocomplete="off" spellcheck="false" required cdkFocusInitial />
          <mat-hint>channel_member, channel_moderator, or a role of your own</mat-hint>
        </mat-form-field>
        @if (problem(); as problem) {
          <p class="problem" role="alert">{{ problem }}</p>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>Cancel</button>
        <button mat-flat-button type="submit">Save</button>
      </mat-dialog-actions>
    </form>
  `,
  styleUrl: '../../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChangeRole {
  protected readonly whose = inject<Whose>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<ChangeRole, boolean>>(MatDialogRef)
  protected readonly name = userName(this.whose.member.user, this.whose.member.user_id)
  protected readonly problem = signal('')

  protected async save(event: Event, role: string): Promise<void> {
    event.preventDefault()
    const { member, channel } = this.whose
    try {
      await channel.update({ assign_roles: [{ user_id: member.user_id, channel_role: role.trim() }] })
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    }
  }
}
