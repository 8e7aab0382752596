import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { IconComponent } from '@parley/angular'
import { Look } from '../look/look'
import { Address } from '../visit/address'
import { Visit } from '../visit/visit'

/** Why somebody could not enter, and what to do. */
@Component({
  selector: 'app-enter-failed',
  imports: [IconComponent],
  template: `
    <div class="parley-state" role="alert">
      <span class="parley-state-icon"><parley-icon name="warning" [size]="26" /></span>
      <h1 class="parley-state-title">{{ t().enterFailedTitle }}</h1>
      <p class="parley-state-text"><bdi>{{ visit.error()?.message }}</bdi></p>
      <div class="actions">
        <button type="button" class="parley-button parley-button-primary" (click)="visit.again()">
          <parley-icon name="retry" [size]="16" /> {{ t().tryAgain }}
        </button>
        <button type="button" class="parley-button" (click)="address.go({})">{{ t().someoneElse }}</button>
      </div>
    </div>
  `,
  styles: `
    :host {
      display: grid;
      flex: 1;
    }
    .parley-state {
      max-width: 460px;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--parley-space-2);
      justify-content: center;
      margin-block-start: var(--parley-space-3);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EnterFailed {
  protected readonly t = inject(Look).words
  protected readonly visit = inject(Visit)
  protected readonly address = inject(Address)
}
