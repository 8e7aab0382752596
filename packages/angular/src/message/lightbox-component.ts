import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  effect,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { GalleryImage } from './attachment-kinds'

/** Pictures one at a time over the whole window. Arrow keys, Home and End go through them. */
@Component({
  selector: 'parley-lightbox',
  imports: [IconComponent],
  templateUrl: './lightbox-component.html',
  styleUrl: './lightbox-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LightboxComponent {
  readonly images = input.required<readonly GalleryImage[]>()
  readonly closed = output<void>()
  /** Which one is shown, from 0. */
  readonly index = signal(0)

  protected readonly t = inject(TranslationService).texts
  protected readonly isBroken = signal(false)
  protected readonly image = computed(() => this.images()[this.index()])
  protected readonly label = computed(() =>
    this.t().imageOf(this.image()?.title ?? '', this.index() + 1, this.images().length),
  )
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  constructor() {
    useTheme()
    // a modal dialog holds the focus, and gives it back where it was
    effect(() => {
      const dialog = this.dialog().nativeElement
      if (!dialog.open) dialog.showModal()
    })
  }

  protected close(): void {
    this.dialog().nativeElement.close()
  }

  protected show(index: number): void {
    const last = this.images().length - 1
    this.index.set(Math.max(0, Math.min(last, index)))
    this.isBroken.set(false)
  }

  protected onKey(event: KeyboardEvent): void {
    const target = this.#targetOf(event)
    if (target === undefined) return
    event.preventDefault()
    this.show(target)
  }

  /** A press beside the picture closes. */
  protected onPress(event: MouseEvent): void {
    const { nodeName } = event.target as Element
    if (nodeName === 'DIALOG' || nodeName === 'FIGURE') this.close()
  }

  #targetOf({ key, target }: KeyboardEvent): number | undefined {
    const isRightToLeft = getComputedStyle(target as Element).direction === 'rtl'
    const step = isRightToLeft ? -1 : 1
    const targets: Record<string, number> = {
      ArrowRight: this.index() + step,
      ArrowLeft: this.index() - step,
      Home: 0,
      End: this.images().length - 1,
    }
    return targets[key]
  }
}
