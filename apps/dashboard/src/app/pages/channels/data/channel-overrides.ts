import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { ChannelType, ConfigOverrides } from '@parley/client'
import { Api, path } from '../../../api/api'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { type Choice, Select } from '../../../ui/select'
import { Toasts } from '../../../ui/toasts'
import { OpenChannel } from '../open-channel'
import { SWITCHES, type SwitchKey } from './overrides'

type Override = 'type' | 'on' | 'off'

const OWN: readonly Choice<Override>[] = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
]

/** What this one channel has otherwise than its type. */
@Component({
  selector: 'app-channel-overrides',
  imports: [ErrorPanel, MatButton, Select],
  templateUrl: './channel-overrides.html',
  styleUrls: ['../../../ui/controls.css', './channel-overrides.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelOverrides {
  readonly mayChange = input(false)
  protected readonly open = inject(OpenChannel)
  readonly #api = inject(Api)
  readonly #app = inject(CurrentApp)
  readonly #chat = inject(ChatApi)
  readonly #toasts = inject(Toasts)
  protected readonly switches = SWITCHES
  protected readonly problem = signal('')
  protected readonly type = loaded(() =>
    this.#chat.get<ChannelType>(path`/channeltypes/${this.open.channel().type}`),
  )
  protected readonly stored = loaded(async () => {
    const to = path`/apps/${this.#app.key()}/config_overrides`
    const answer = await this.#api.get<{ config_overrides: ConfigOverrides }>(to, { cid: this.open.cid() })
    return answer.config_overrides
  })
  readonly #stored = computed<ConfigOverrides>(() => this.stored.value() ?? {})
  protected readonly overrides = linkedSignal<ConfigOverrides>(() => this.#stored())
  protected readonly isChanged = computed(
    () => JSON.stringify(this.overrides()) !== JSON.stringify(this.#stored()),
  )
  /** Kept as they are; changed through the API. */
  protected readonly others = computed(() => {
    const shown: readonly string[] = [...SWITCHES.map(({ key }) => key), 'max_message_length']
    return Object.keys(this.overrides()).filter(key => !shown.includes(key))
  })

  protected choices(key: SwitchKey): readonly Choice<Override>[] {
    const usual = this.type.value()?.[key] ? 'on' : 'off'
    return [{ value: 'type', label: `As the type (${usual})` }, ...OWN]
  }

  protected chosen(key: SwitchKey): Override {
    const own = this.overrides()[key]
    return own === undefined ? 'type' : own ? 'on' : 'off'
  }

  protected choose(key: SwitchKey, choice: Override): void {
    this.overrides.update(({ [key]: _, ...others }) =>
      choice === 'type' ? others : { ...others, [key]: choice === 'on' },
    )
  }

  protected setLength(text: string): void {
    this.overrides.update(({ max_message_length: _, ...others }) =>
      text.trim() === '' ? others : { ...others, max_message_length: Number(text) },
    )
  }

  protected async save(): Promise<void> {
    try {
      await this.open.patch({ set: { config_overrides: this.overrides() } })
      this.stored.set(this.overrides())
      this.problem.set('')
      this.#toasts.done('Saved: it counts at once.')
    } catch (error) {
      this.problem.set(describe(error))
    }
  }
}
