import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import { MatButton, MatIconButton } from '@angular/material/button'
import { MatMenuModule } from '@angular/material/menu'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { Icon } from '../../../ui/icon'
import { StatusChip } from '../../../ui/status-chip'
import { Toasts } from '../../../ui/toasts'
import { ClockTime } from '../clock-time'
import { hookName, hookNoun, hookState, hookSubject, shortUrl } from './hook-state'
import { HookTester } from './hook-tester'
import type { HookCount, HookView } from './hook-types'
import { Hooks } from './hooks'
import { isQueue } from './queue-draft'

/** One hook: where it goes, what it hears of, how it is doing, and what can be done. */
@Component({
  selector: 'app-hook-row',
  imports: [ClockTime, Icon, MatButton, MatIconButton, MatMenuModule, StatusChip],
  templateUrl: './hook-row.html',
  styleUrl: './hook-row.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HookRow {
  readonly hook = input.required<HookView>()
  readonly count = input<HookCount>()
  readonly edit = output()
  /** Its recent deliveries are to be shown. */
  readonly deliveries = output()
  readonly changed = output()
  readonly #hooks = inject(Hooks)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  readonly #tester = inject(HookTester)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly isBusy = signal(false)
  protected readonly state = computed(() => hookState(this.hook()))
  protected readonly subject = computed(() => hookSubject(this.hook()))
  /** The key of an older backend's queue is not shown to anybody, so there it is changed. */
  protected readonly mayEdit = computed(() => !this.hook().isOld || !isQueue(this.hook().kind))
  protected readonly where = computed(() => shortUrl(this.hook().url))

  protected async test(): Promise<void> {
    const { id, url, types, kind } = this.hook()
    const chosen = kind === 'pending_message' ? [] : types
    await this.#tester.open({ id, url, types: chosen, isQueue: isQueue(kind) })
    this.changed.emit()
  }

  protected resume(): Promise<void> {
    return this.#do('Try it now', 'Tried now', () => this.#hooks.resume(this.hook().id))
  }

  protected switch(isEnabled: boolean): Promise<void> {
    const done = isEnabled ? 'Switched on' : 'Switched off: what waited for it is dropped'
    return this.#do(`Switch the ${this.#noun()}`, done, () => this.#hooks.save({ ...this.hook(), isEnabled }))
  }

  protected async remove(): Promise<void> {
    const { id, url, status } = this.hook()
    const noun = this.#noun()
    const waiting = status?.waiting ?? 0
    const isAgreed = await this.#ask.typeName(hookName(this.hook()), {
      heading: `Delete this ${noun}?`,
      text: [
        `${url} hears of nothing any more.${isQueue(this.hook().kind) ? ' What is in there already stays.' : ''}`,
        waiting > 0
          ? `${waiting.toLocaleString()} events that wait for it are dropped.`
          : 'Nothing waits for it right now.',
      ],
      action: `Delete ${noun}`,
    })
    if (!isAgreed) return
    await this.#do(`Delete the ${noun}`, `The ${noun} is deleted`, () => this.#hooks.remove(id))
  }

  #noun(): string {
    return hookNoun(this.hook().kind)
  }

  async #do(what: string, done: string, act: () => Promise<unknown>): Promise<void> {
    this.isBusy.set(true)
    try {
      await act()
      this.#toasts.done(done)
      this.changed.emit()
    } catch (error) {
      this.#toasts.failed(error, what)
    } finally {
      this.isBusy.set(false)
    }
  }
}
