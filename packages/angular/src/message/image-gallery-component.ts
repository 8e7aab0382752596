import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { GalleryImage } from './attachment-kinds'
import { Lightbox } from './lightbox'

/** So many are shown; the last one tells how many more there are. */
const MAX_TILES = 4

/** A message's pictures as tiles; a click shows them large, one after the other. */
@Component({
  selector: 'parley-image-gallery',
  imports: [IconComponent],
  templateUrl: './image-gallery-component.html',
  styleUrl: './image-gallery-component.css',
  host: { class: 'parley-root', '[class.single]': 'images().length === 1' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ImageGalleryComponent {
  readonly images = input.required<readonly GalleryImage[]>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)

  protected readonly t = inject(TranslationService).texts
  protected readonly tiles = computed(() => this.images().slice(0, MAX_TILES))
  protected readonly moreCount = computed(() => this.images().length - MAX_TILES)
  protected readonly broken = signal<ReadonlySet<string>>(new Set())
  readonly #lightbox = inject(Lightbox)

  constructor() {
    useTheme()
  }

  protected open(index: number): void {
    this.#lightbox.open(this.images(), index)
  }

  protected setBroken(url: string): void {
    this.broken.update(urls => new Set([...urls, url]))
  }

  protected labelOf(image: GalleryImage, index: number): string {
    if (this.broken().has(image.url)) return this.t().imageBroken
    return this.t().openImage(image.title, index + 1, this.images().length)
  }
}
