import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MinuteClock } from '../ui/minute-clock'
import { describeClaim } from './claim-words'
import { RawToken } from './raw-token'
import { readToken } from './read-token'

/** What a token says: its claims in words, and as they are. */
@Component({
  selector: 'app-decoded-token',
  imports: [RawToken],
  templateUrl: './decoded-token.html',
  styleUrl: './decoded-token.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DecodedToken {
  readonly token = input.required<string>()
  readonly #now = inject(MinuteClock).nowMs
  protected readonly claims = computed(() => {
    const now = this.#now()
    return Object.entries(readToken(this.token()).claims ?? {}).map(([name, value]) =>
      describeClaim(name, value, now),
    )
  })
}
