import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'

/** How full a quota is. */
@Component({
  selector: 'app-quota-bar',
  template: `
    <span class="track" aria-hidden="true"><span class="fill" [style.inline-size.%]="percent()"></span></span>
    <span class="text">{{ used().toLocaleString() }} of {{ limit().toLocaleString() }}</span>
  `,
  styleUrl: './quota-bar.css',
  host: { '[class]': 'tone()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuotaBar {
  readonly used = input.required<number>()
  readonly limit = input.required<number>()
  protected readonly percent = computed(() => Math.min(100, (100 * this.used()) / this.limit()))
  protected readonly tone = computed(() =>
    this.percent() >= 100 ? 'full' : this.percent() >= 80 ? 'close' : 'fine',
  )
}
