import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  linkedSignal,
  resource,
  signal,
} from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Api } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { PageHeader } from '../../ui/page-header'
import { cleanToken } from './clean-token'
import type { Inspection } from './inspection'
import { InspectionView } from './inspection-view'
import { TokenHandover } from './token-handover'
import { TokensTabs } from './tokens-tabs'

const TYPING_MS = 200
const LIST = new Intl.ListFormat('en')

/** A token, as far as it was inspected. */
interface Inspected {
  readonly pasted: string
  readonly token: string
  readonly inspection: Inspection
  /** What the server says of the text as it was pasted, where that is another one. */
  readonly asPasted: Inspection | undefined
}

/** What any token says, and why it is or would be refused. */
@Component({
  imports: [
    EmptyState,
    ErrorPanel,
    Icon,
    InspectionView,
    MatFormFieldModule,
    MatInput,
    PageHeader,
    TokensTabs,
  ],
  templateUrl: './inspect-page.html',
  styleUrl: './inspect-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InspectPage {
  protected readonly app = inject(CurrentApp)
  readonly #api = inject(Api)
  protected readonly pasted = signal(inject(TokenHandover).take())
  protected readonly clean = computed(() => cleanToken(this.pasted()))

  protected readonly inspected = resource({
    params: () =>
      this.clean().token === '' ? undefined : { pasted: this.pasted(), token: this.clean().token },
    loader: ({ params, abortSignal }) => this.#inspect(params, abortSignal),
  })

  /** What was found before stays while one types on. */
  protected readonly shown = linkedSignal<
    { isLoading: boolean; value: Inspected | undefined },
    Inspected | undefined
  >({
    source: () => ({
      isLoading: this.inspected.isLoading(),
      value: this.inspected.hasValue() ? this.inspected.value() : undefined,
    }),
    computation: ({ isLoading, value }, previous) => (isLoading ? previous?.value : value),
  })

  /** The server's word on the text as it stands there now, where that is another one. */
  protected readonly asPasted = computed(() => {
    const found = this.shown()
    return found?.pasted === this.pasted() ? found.asPasted : undefined
  })

  protected readonly removed = computed(() => LIST.format(this.clean().removed))

  async #inspect(
    { pasted, token }: { pasted: string; token: string },
    abortSignal: AbortSignal,
  ): Promise<Inspected | undefined> {
    await new Promise(resolve => setTimeout(resolve, TYPING_MS))
    if (abortSignal.aborted) return undefined
    const [inspection, asPasted] = await Promise.all([
      this.#ask(token),
      pasted === token ? undefined : this.#ask(pasted),
    ])
    return { pasted, token, inspection, asPasted: asPasted?.code === inspection.code ? undefined : asPasted }
  }

  #ask(token: string): Promise<Inspection> {
    return this.#api.post<Inspection>('/tokens/inspect', { token, app: this.app.key() })
  }
}
