import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { describe } from '../../../api/api-error'
import { Session } from '../../../session/session'
import { JsonEditor } from '../../../ui/json-editor'
import type { JsonObject } from '../../../ui/parse-json-object'
import { Toasts } from '../../../ui/toasts'
import { type ChannelPatch, OpenChannel } from '../open-channel'
import { customOf, customPatch } from './channel-custom'
import { ChannelOverrides } from './channel-overrides'

/** What is kept with a channel: the app's own data, its team and tags, what it has otherwise than its type. */
@Component({
  selector: 'app-channel-data',
  imports: [ChannelOverrides, JsonEditor, MatButton, MatFormFieldModule, MatInput],
  templateUrl: './channel-data.html',
  styleUrls: ['../../../ui/controls.css', './channel-data.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelData {
  protected readonly open = inject(OpenChannel)
  readonly #session = inject(Session)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = computed(() => this.#session.may('admin'))
  readonly #stored = computed(() => customOf(this.open.channel()))
  protected readonly custom = linkedSignal<JsonObject>(() => this.#stored())
  protected readonly isChanged = computed(
    () => JSON.stringify(this.custom()) !== JSON.stringify(this.#stored()),
  )
  protected readonly tags = computed(() => this.open.channel().filter_tags?.join(', ') ?? '')
  protected readonly problem = signal('')
  protected readonly customProblem = signal('')

  protected saveCustom(): Promise<void> {
    return this.#save(customPatch(this.#stored(), this.custom()), 'The data is saved.', this.customProblem)
  }

  protected saveLabels(event: Event, team: string, tags: string): Promise<void> {
    event.preventDefault()
    const filter_tags = [...new Set(tags.split(',').map(tag => tag.trim()))].filter(tag => tag !== '')
    const set = { filter_tags, ...(team.trim() && { team: team.trim() }) }
    const unset = team.trim() === '' && this.open.channel().team !== undefined ? ['team'] : []
    return this.#save({ set, unset }, 'Team and tags are saved.', this.problem)
  }

  async #save(patch: ChannelPatch, done: string, problem: { set(text: string): void }): Promise<void> {
    try {
      await this.open.patch(patch)
      problem.set('')
      this.#toasts.done(done)
    } catch (error) {
      problem.set(describe(error))
    }
  }
}
