import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import type { UserResponse } from '@parley/client'

@Component({
  selector: 'parley-avatar',
  template: '<b>{{ user()?.name }}</b>',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Avatar {
  readonly user = input<UserResponse>()
}
