import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { TimeText } from '../../ui/time-text'
import type { Reason } from './explanation'
import { type Explanation, type GrantToChange, placeToFix } from './explanation'

/** Why something is refused, each with its ways out; those that are a grant lead to its cell. */
@Component({
  selector: 'app-reasons',
  imports: [RouterLink, TimeText],
  templateUrl: './reasons-list.html',
  styleUrl: './reasons-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReasonsList {
  readonly reasons = input.required<readonly Reason[]>()
  /** Where the first is said already. */
  readonly withoutFirst = input(false)
  readonly told = input.required<Explanation>()
  readonly #app = inject(CurrentApp)

  protected matrix(): readonly string[] {
    return ['/apps', this.#app.key(), 'roles']
  }

  protected cell({ scope, role, permission }: GrantToChange) {
    return { scope, role, permission }
  }

  protected place(kind: string): readonly string[] | undefined {
    const place = placeToFix(kind, this.told())
    return place && ['/apps', this.#app.key(), ...place]
  }
}
