import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  output,
  resource,
  signal,
  viewChild,
} from '@angular/core'
import {
  AvatarComponent,
  ChatClientService,
  IconComponent,
  type UserResponse,
  userName,
} from '@parley/angular'
import { Look } from '../look/look'
import { PlaygroundServer } from '../server/playground-server'
import { OpenChannel } from '../visit/open-channel'

type Kind = 'direct' | 'group' | 'livestream'
type Person = Pick<UserResponse, 'id' | 'name' | 'image'>

/** Starts a conversation: with people, in a group, or for everybody. */
@Component({
  selector: 'app-new-channel-dialog',
  imports: [AvatarComponent, IconComponent],
  templateUrl: './new-channel-dialog.html',
  styleUrls: ['./dialog.css', './new-channel-dialog.css'],
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewChannelDialog {
  readonly closed = output()
  protected readonly t = inject(Look).words
  protected readonly kind = signal<Kind>('direct')
  protected readonly name = signal('')
  protected readonly term = signal('')
  protected readonly chosen = signal<readonly Person[]>([])
  protected readonly isBusy = signal(false)
  protected readonly error = signal('')
  protected readonly nameOf = userName
  protected readonly kinds = computed(() => {
    const t = this.t()
    return [
      { kind: 'direct', icon: 'user', title: t.direct, text: t.directText },
      { kind: 'group', icon: 'users', title: t.group, text: t.groupText },
      { kind: 'livestream', icon: 'globe', title: t.livestream, text: t.livestreamText },
    ] as const
  })
  protected readonly explained = computed(() => this.kinds().find(({ kind }) => kind === this.kind())?.text)
  protected readonly isReady = computed(() =>
    this.kind() === 'direct' ? this.chosen().length > 0 : this.name().trim() !== '',
  )
  protected readonly found = computed(() => this.#found())
  readonly #chat = inject(ChatClientService)
  readonly #open = inject(OpenChannel)
  readonly #server = inject(PlaygroundServer)
  readonly #search = resource({
    params: () => this.term().trim(),
    loader: async ({ params }): Promise<readonly Person[]> => this.#chat.autocompleteUsers(params),
  })
  protected readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal())
  }

  protected valueOf(event: Event): string {
    return (event.target as HTMLInputElement).value
  }

  protected toggle(person: Person): void {
    const isChosen = this.isChosen(person)
    this.chosen.update(list => (isChosen ? list.filter(({ id }) => id !== person.id) : [...list, person]))
  }

  protected isChosen({ id }: Person): boolean {
    return this.chosen().some(person => person.id === id)
  }

  protected async start(): Promise<void> {
    if (!this.isReady() || this.isBusy()) return
    this.isBusy.set(true)
    this.error.set('')
    try {
      await this.#create()
      this.dialog().nativeElement.close()
    } catch (error) {
      this.error.set(`${this.t().createFailed}: ${(error as Error).message}`)
    } finally {
      this.isBusy.set(false)
    }
  }

  async #create(): Promise<void> {
    const client = this.#chat.chatClient
    const user = this.#chat.user()
    if (!client || !user) throw new Error(this.t().stateOf.disconnected)
    const members = [user.id, ...this.chosen().map(({ id }) => id)]
    const name = this.name().trim()
    const id = crypto.randomUUID?.() ?? `channel-${Date.now()}`
    const channel =
      this.kind() === 'direct'
        ? client.channel('messaging', { members })
        : this.kind() === 'group'
          ? client.channel('messaging', id, { members, name })
          : client.channel('livestream', id, { name })
    await channel.watch()
    this.#open.show(channel)
  }

  /** The demo's people before anything is typed. */
  #found(): readonly Person[] {
    const state = this.#server.state()
    const own = this.#chat.user()?.id
    if (this.term().trim() === '') {
      return state.kind === 'open' ? state.config.users.filter(({ id }) => id !== own) : []
    }
    return this.#search.hasValue() ? this.#search.value() : []
  }
}
