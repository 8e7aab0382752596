import { ChangeDetectionStrategy, Component, computed, effect, inject, output, signal } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { ChatClientService } from '../services/chat-client-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { type BannerNotice, bannerNotice } from './banner-notice'

/** A loss that is over sooner is not worth a word. */
const PATIENCE_MS = 1_000

/**
 * What is wrong with the connection and what to do; nothing while all is well.
 *
 * @example `<parley-connection-banner (signIn)="signIn()" />`
 */
@Component({
  selector: 'parley-connection-banner',
  imports: [IconComponent],
  templateUrl: './connection-banner.html',
  styleUrl: './connection-banner.css',
  host: { class: 'parley-root', 'aria-live': 'polite' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionBannerComponent {
  /** The server ended the connection for good, and the user wants to connect again. */
  readonly signIn = output()
  protected readonly t = inject(TranslationService).texts
  protected readonly shown = signal<BannerNotice | undefined>(undefined)

  constructor() {
    useTheme()
    const client = inject(ChatClientService)
    const notice = computed(() =>
      bannerNotice(client.connectionState(), client.connectionProblem(), this.t()),
    )
    effect(onCleanup => {
      const next = notice()
      if (next?.kind !== 'waiting') return this.shown.set(next)
      const timer = setTimeout(() => this.shown.set(next), PATIENCE_MS)
      onCleanup(() => clearTimeout(timer))
    })
  }
}
