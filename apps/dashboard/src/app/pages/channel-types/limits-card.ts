import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import { MatSlideToggle } from '@angular/material/slide-toggle'
import { FieldProblem } from '../../ui/field-problem'
import type { TypeDraft, TypeSettings } from './type-draft'

const LONGEST = 20_000
const MOST_DAYS = 999_999
const THROTTLE = { per_second: 20, burst: 40 }

/** How long messages are and stay, and how fast large rooms are told of them. */
@Component({
  selector: 'app-limits-card',
  imports: [FieldProblem, MatFormFieldModule, MatInput, MatSelectModule, MatSlideToggle],
  templateUrl: './limits-card.html',
  styleUrl: './limits-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LimitsCard {
  readonly draft = input.required<TypeDraft>()
  readonly settings = input.required<TypeSettings>()
  readonly mayChange = input.required<boolean>()
  protected readonly isForGood = computed(() => this.settings().message_retention === 'infinite')
  protected readonly days = computed(() => (this.isForGood() ? '' : this.settings().message_retention))
  protected readonly problems = computed(() => this.draft().problems())

  protected setLength(text: string): void {
    const length = this.#whole('max_message_length', text, 1, LONGEST)
    if (length !== undefined) this.draft().set('max_message_length', length)
  }

  protected keep(howLong: 'infinite' | 'days'): void {
    this.draft().blame('message_retention', undefined)
    this.draft().set('message_retention', howLong === 'infinite' ? 'infinite' : '365')
  }

  protected setDays(text: string): void {
    const days = this.#whole('message_retention', text, 1, MOST_DAYS)
    if (days !== undefined) this.draft().set('message_retention', String(days))
  }

  protected throttle(isOn: boolean): void {
    for (const field of ['per_second', 'burst']) this.draft().blame(field, undefined)
    this.draft().set('message_throttle', isOn ? (this.draft().saved()?.message_throttle ?? THROTTLE) : null)
  }

  protected setThrottle(field: 'per_second' | 'burst', text: string): void {
    const value = this.#whole(field, text, 1, field === 'burst' ? 100_000 : 10_000)
    const before = this.settings().message_throttle ?? THROTTLE
    if (value !== undefined) this.draft().set('message_throttle', { ...before, [field]: value })
  }

  #whole(field: string, text: string, least: number, most: number): number | undefined {
    const value = Number(text)
    const isGood = /^\d+$/.test(text.trim()) && value >= least && value <= most
    const problem = isGood ? undefined : `A whole number from ${least} to ${most.toLocaleString('en')}.`
    this.draft().blame(field, problem)
    return isGood ? value : undefined
  }
}
