import { ChangeDetectionStrategy, Component, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { tokenIn } from './link-token'

/** For who came without the link, or reloaded the page: its token is not in the address any more. */
@Component({
  selector: 'app-paste-link',
  imports: [MatButton, MatFormFieldModule, MatInput],
  template: `
    <form (submit)="submit($event)">
      <mat-form-field appearance="outline">
        <mat-label>The link</mat-label>
        <input
          matInput
          required
          name="link"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          [placeholder]="placeholder()"
          #link
          (input)="pasted.set(link.value)"
        />
      </mat-form-field>
      <button mat-flat-button type="submit" class="wide" [disabled]="pasted().trim() === ''">Go on</button>
    </form>
  `,
  styleUrl: './entrance-form.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasteLink {
  readonly placeholder = input.required<string>()
  readonly token = output<string>()
  protected readonly pasted = signal('')

  protected submit(event: Event): void {
    event.preventDefault()
    const token = tokenIn(this.pasted())
    if (token) this.token.emit(token)
  }
}
