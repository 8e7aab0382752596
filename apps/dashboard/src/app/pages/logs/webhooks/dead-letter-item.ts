import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { DeadLetter } from '@parley/client'
import { CodeBlock } from '../../../ui/code-block'
import { TimeText } from '../../../ui/time-text'

/** One delivery that was given up. */
@Component({
  selector: 'app-dead-letter',
  imports: [CodeBlock, MatButton, TimeText],
  templateUrl: './dead-letter-item.html',
  styleUrl: './dead-letter-item.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeadLetterItem {
  readonly letter = input.required<DeadLetter>()
  readonly host = input.required<string>()
  readonly mayChange = input.required<boolean>()
  readonly retry = output()
  readonly forget = output()
  protected readonly isOpen = signal(false)
  protected readonly payload = computed(() => JSON.stringify(this.letter().payload, undefined, 2))
}
