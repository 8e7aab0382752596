import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import type { AttachmentAction } from '@parley/client'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { LinkCard } from './attachment-kinds'
import { hostOf } from './safe-url'

/** A page that a message links to, a place, or an attachment of a kind that is not known here. */
@Component({
  selector: 'parley-link-card',
  imports: [IconComponent],
  templateUrl: './link-card-component.html',
  styleUrl: './link-card-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LinkCardComponent {
  readonly card = input.required<LinkCard>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** A button of it was pressed. */
  readonly pressed = output<AttachmentAction>()

  protected readonly t = inject(TranslationService).texts
  protected readonly source = computed(() => {
    const { source, url } = this.card()
    return source || (url ? hostOf(url) : '')
  })
  protected readonly title = computed(() => {
    const { title, url, text } = this.card()
    return title || (text ? '' : (url ?? this.t().attachmentKinds.file))
  })
  protected readonly image = computed(() => {
    const { imageUrl } = this.card()
    return imageUrl === this.#brokenUrl() ? undefined : imageUrl
  })
  readonly #brokenUrl = signal<string | undefined>(undefined)

  constructor() {
    useTheme()
  }

  protected setBroken(): void {
    this.#brokenUrl.set(this.card().imageUrl)
  }
}
