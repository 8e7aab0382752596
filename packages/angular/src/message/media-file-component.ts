import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { MediaFile } from './attachment-kinds'
import { fileSize } from './file-size'

/** A file to open, a video or a sound to play. What can't be played is a file again. */
@Component({
  selector: 'parley-media-file',
  imports: [IconComponent],
  templateUrl: './media-file-component.html',
  styleUrl: './media-file-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MediaFileComponent {
  readonly file = input.required<MediaFile>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)

  protected readonly t = inject(TranslationService).texts
  readonly #locale = inject(TranslationService).locale
  readonly #unplayableUrl = signal<string | undefined>(undefined)
  /** How it is shown. */
  protected readonly kind = computed(() => {
    const { kind, url } = this.file()
    return url === undefined || url === this.#unplayableUrl() ? 'file' : kind
  })
  protected readonly title = computed(() => this.file().title || this.t().unnamedFile)
  protected readonly details = computed(() => {
    const { sizeBytes, url } = this.file()
    if (url === undefined) return this.t().fileUnavailable
    return sizeBytes === undefined ? '' : fileSize(sizeBytes, this.#locale())
  })
  /** `PDF` of `plan.pdf`: what people know a file by. */
  protected readonly extension = computed(() => {
    const [, extension = ''] = /\.([\p{L}\p{N}]{1,5})$/u.exec(this.file().title) ?? []
    return extension.toUpperCase()
  })

  constructor() {
    useTheme()
  }

  protected setUnplayable(): void {
    this.#unplayableUrl.set(this.file().url)
  }
}
