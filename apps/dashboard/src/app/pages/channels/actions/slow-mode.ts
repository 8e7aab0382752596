import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { describe } from '../../../api/api-error'
import { OpenChannel } from '../open-channel'

const MAX_SECONDS = 120

/** How long a member waits between two messages. */
@Component({
  selector: 'app-slow-mode',
  imports: [MatButton],
  template: `
    <div class="words">
      <h2>Slow mode</h2>
      <p class="muted">How many seconds a member waits between two messages; 0 for none, {{ max }} at most. Moderators need not wait.</p>
      @if (problem(); as problem) {
        <p class="problem" role="alert">{{ problem }}</p>
      }
    </div>
    <form class="row" (submit)="$event.preventDefault(); save(seconds.value)">
      <input #seconds class="control" type="number" min="0" [max]="max" step="1" aria-label="Seconds between messages" [disabled]="disabled()" [value]="open.channel().cooldown ?? 0" />
      <button mat-stroked-button type="submit" [disabled]="disabled()">Save</button>
    </form>
  `,
  styleUrls: ['../../../ui/controls.css', './inline-action.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SlowMode {
  readonly disabled = input(false)
  protected readonly open = inject(OpenChannel)
  protected readonly max = MAX_SECONDS
  protected readonly problem = signal('')

  protected async save(text: string): Promise<void> {
    const cooldown = Number(text)
    if (text.trim() === '' || !Number.isInteger(cooldown) || cooldown < 0 || cooldown > MAX_SECONDS) {
      this.problem.set(`Whole seconds from 0 to ${MAX_SECONDS}, please.`)
      return
    }
    try {
      await this.open.patch({ set: { cooldown } })
      this.problem.set('')
    } catch (error) {
      this.problem.set(describe(error))
    }
  }
}
