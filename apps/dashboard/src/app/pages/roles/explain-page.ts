import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { MatCheckbox } from '@angular/material/checkbox'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Router } from '@angular/router'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { BackLink } from '../../ui/back-link'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { ActionsTable } from './actions-table'
import type { Explanation } from './explanation'
import { FindChannel } from './find-channel'
import { FindUser } from './find-user'
import { ReasonsList } from './reasons-list'
import { settled } from './settled'

/** Stands in the address for whoever comes without credentials. */
const ANONYMOUS = '!anon'

/** Why somebody may or may not do something in a channel. */
@Component({
  selector: 'app-explain-page',
  imports: [
    ActionsTable,
    BackLink,
    EmptyState,
    ErrorPanel,
    FindChannel,
    FindUser,
    Icon,
    MatCheckbox,
    MatFormFieldModule,
    MatInput,
    PageHeader,
    ReasonsList,
  ],
  templateUrl: './explain-page.html',
  styleUrl: './explain-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExplainPage {
  /** Of the address. */
  readonly user = input<string>()
  readonly cid = input<string>()
  /** The id of a message: what they may do with it. */
  readonly message = input<string>()

  readonly #api = inject(Api)
  readonly #app = inject(CurrentApp)
  readonly #router = inject(Router)
  protected readonly isAnonymous = computed(() => this.user() === ANONYMOUS)
  protected readonly userId = computed(() => (this.isAnonymous() ? '' : (this.user() ?? '')))
  protected readonly text = signal('')
  readonly #text = settled(this.text)
  readonly #question = computed(() => {
    if (!this.user()) return undefined
    const who = this.isAnonymous() ? { anonymous: true } : { user_id: this.userId() }
    const [text, cid, message] = [this.#text(), this.cid(), this.message()]
    return {
      ...who,
      ...(cid && { cid }),
      ...(message && { message_id: message }),
      ...((cid || message) && text !== '' && { text }),
    }
  })
  protected readonly answer = loaded<Explanation | undefined>(async () => {
    const question = this.#question()
    if (!question) return undefined
    return this.#api.post<Explanation>(path`/apps/${this.#app.key()}/permissions/explain`, question)
  })
  protected readonly name = computed(() => {
    const user = this.answer.value()?.user
    return user?.id === null ? 'Somebody anonymous' : user?.name || (user?.id ?? '')
  })
  protected readonly verdict = computed(() => {
    const { write, channel } = this.answer.value() ?? {}
    if (!write || !channel) return ''
    const what = this.#text() === '' ? 'write' : 'send that'
    return `${this.name()} ${write.allowed ? 'may' : 'may not'} ${what} in ${channel.cid}.`
  })
  /** Whose message it is that is asked about. */
  protected readonly about = computed(() => {
    const { user, channel } = this.answer.value() ?? {}
    const message = channel?.message
    if (!message) return ''
    const whose = message.user_id === user?.id ? 'their own message' : `a message of ${message.user_id}`
    return `Asked about ${whose}, ${message.id}, in ${channel.cid}.`
  })
  protected readonly roles = computed(() => {
    const { user, channel } = this.answer.value() ?? {}
    const kinds = {
      user: 'their role',
      team: 'their role in this team',
      channel: 'their role in this channel',
    }
    const roles = (user?.roles ?? []).map(({ name, kind }) => ({ name, kind: kinds[kind] }))
    return channel && roles.every(each => each.kind !== kinds.channel)
      ? { roles, isStranger: true }
      : { roles, isStranger: false }
  })

  protected ask(change: Partial<Record<'user' | 'cid' | 'message', string>>): void {
    const queryParams = {
      ...change,
      ...(change.cid === '' && { cid: null }),
      ...(change.user === '' && { user: null }),
      // A message is in one channel: in another one there is no such message.
      ...((change.message === '' || change.cid !== undefined) && { message: null }),
    }
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  }

  protected turnAnonymous(isAnonymous: boolean): void {
    this.ask({ user: isAnonymous ? ANONYMOUS : '' })
  }
}
