import { ChangeDetectionStrategy, Component, input, model } from '@angular/core'
import { MatCheckbox } from '@angular/material/checkbox'
import { MatRadioModule } from '@angular/material/radio'
import type { AdminRole, AppView } from '../../api/types'
import { ROLE_TEXTS, ROLES } from '../../session/role-texts'

/** What somebody may do, and in which apps. */
@Component({
  selector: 'app-access-fields',
  imports: [MatCheckbox, MatRadioModule],
  templateUrl: './access-fields.html',
  styleUrl: './access-fields.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccessFields {
  readonly all = input.required<readonly AppView[]>()
  readonly role = model.required<AdminRole>()
  /** API keys; null for all apps. */
  readonly apps = model.required<readonly string[] | null>()
  protected readonly roles = ROLES
  protected readonly texts = ROLE_TEXTS

  protected choose(key: string, isChosen: boolean): void {
    const others = (this.apps() ?? []).filter(each => each !== key)
    this.apps.set(isChosen ? [...others, key] : others)
  }
}
