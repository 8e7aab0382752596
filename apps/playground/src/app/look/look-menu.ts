import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { IconComponent, PopoverDirective } from '@parley/angular'
import { Look } from './look'

/** Theme, language and direction behind one button. */
@Component({
  selector: 'app-look-menu',
  imports: [IconComponent, PopoverDirective],
  templateUrl: './look-menu.html',
  styleUrl: './look-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LookMenu {
  protected readonly look = inject(Look)
  protected readonly t = this.look.words
  protected readonly themes = computed(() => {
    const t = this.t()
    return [
      { value: 'light', title: t.light, icon: 'sun' },
      { value: 'dark', title: t.dark, icon: 'moon' },
      { value: 'auto', title: t.auto, icon: 'monitor' },
    ] as const
  })
  protected readonly languages = [
    { value: 'en', title: 'English' },
    { value: 'de', title: 'Deutsch' },
  ] as const
  protected readonly directions = computed(() => {
    const t = this.t()
    return [
      { value: 'ltr', title: t.leftToRight },
      { value: 'rtl', title: t.rightToLeft },
    ] as const
  })
}
