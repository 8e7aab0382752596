import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog'
import { MatRadioModule } from '@angular/material/radio'
import { RETIRE_AFTER, type SecretUse, whatEnds } from './secret-use'

/** Asks after how long a secret is to be refused; closes with the seconds. */
@Component({
  selector: 'app-retire-secret-dialog',
  imports: [MatButton, MatDialogModule, MatRadioModule],
  template: `
    <h2 mat-dialog-title>Retire secret {{ secret.id }}</h2>
    <mat-dialog-content><div class="stack">
      <p>Until then its tokens are good, and nothing changes. Then they are refused, and connections made with them are closed.</p>
      <p>{{ consequences }}</p>
      <mat-radio-group aria-label="Refuse its tokens after" [value]="seconds()" (change)="seconds.set($event.value)">
        @for (each of choices; track each.seconds) {
          <mat-radio-button [value]="each.seconds">in {{ each.label }}</mat-radio-button>
        }
      </mat-radio-group>
      <p class="muted">Deploy another secret to your backends, and let their tokens expire, before it is over.</p>
    </div></mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button type="button" mat-dialog-close>Cancel</button>
      <button mat-flat-button type="button" [mat-dialog-close]="seconds()">Retire secret</button>
    </mat-dialog-actions>
  `,
  styles: 'mat-radio-group { display: grid }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RetireSecretDialog {
  protected readonly secret = inject<SecretUse>(MAT_DIALOG_DATA)
  protected readonly consequences = whatEnds([this.secret])
  protected readonly choices = RETIRE_AFTER
  protected readonly seconds = signal(24 * 3_600)
}
