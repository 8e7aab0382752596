import {
  computed,
  EnvironmentInjector,
  inject,
  runInInjectionContext,
  signal,
  type Type,
} from '@angular/core'
import type { PollDraft } from '../poll/poll-draft'
import { ChannelService } from '../services/channel-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import type { ActiveComposer } from './active-composer'
import type { Composer } from './composer'

/** The dialog as its bundle brings it; it takes a `draft`. */
interface OpenPoll {
  readonly draft: PollDraft
  readonly dialog: Type<unknown>
  readonly composer: Composer
}

/** The poll that is made for a box. What was typed stays with the box until it is sent or given up. */
export class Polling {
  readonly #channels = inject(ChannelService)
  readonly #injector = inject(EnvironmentInjector)
  readonly #notifications = inject(NotificationService)
  readonly #t = inject(TranslationService).texts
  readonly #active: ActiveComposer
  readonly #sent: () => void
  readonly #kept = new WeakMap<Composer, PollDraft>()
  readonly #opened = signal<OpenPoll | undefined>(undefined)

  /** What is on the screen: gone as soon as another channel is open. */
  readonly open = computed(() => {
    const opened = this.#opened()
    return opened?.composer === this.#active.drafted()?.composer ? opened : undefined
  })

  /** In an injection context. `sent` is called when the dialog is gone because its poll was sent. */
  constructor(active: ActiveComposer, sent: () => void) {
    this.#active = active
    this.#sent = sent
  }

  /** Opens the dialog, whose code is fetched on first use. */
  async start(): Promise<void> {
    const composer = this.#active.drafted()?.composer
    if (!composer) return
    const loaded = await import('../poll/poll-dialog').catch(() => undefined)
    if (!loaded) {
      this.#notifications.add(this.#t().loadPollFailed, { type: 'error' })
      return
    }
    const draft = this.#kept.get(composer) ?? this.#made(composer, loaded.PollDraft)
    draft?.show()
    if (draft) this.#opened.set({ draft, dialog: loaded.PollDialogComponent, composer })
  }

  #made(composer: Composer, Draft: typeof PollDraft): PollDraft | undefined {
    const channel = this.#channels.activeChannel()
    if (!channel || composer !== this.#active.drafted()?.composer) return undefined
    const parentId = this.#active.parentId()
    const custom = () => (parentId && composer.showInChannel() ? { show_in_channel: true } : {})
    const closed = (isSent: boolean) => {
      if (this.#opened()?.composer === composer) this.#opened.set(undefined)
      if (isSent) this.#sent()
    }
    const draft = runInInjectionContext(
      this.#injector,
      () => new Draft({ channel, parentId, custom, closed }),
    )
    this.#kept.set(composer, draft)
    return draft
  }
}
