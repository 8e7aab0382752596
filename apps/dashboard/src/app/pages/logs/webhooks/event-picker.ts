import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core'
import { MatCheckbox } from '@angular/material/checkbox'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { EVENT_GROUPS, type EventGroup, KNOWN_EVENTS } from './hook-events'

/** Which events a hook is told of; `types` is undefined for every one, those of later versions too. */
@Component({
  selector: 'app-event-picker',
  imports: [MatCheckbox, MatFormFieldModule, MatInput, MatRadioModule],
  templateUrl: './event-picker.html',
  styleUrl: './event-picker.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventPicker {
  readonly types = model<readonly string[] | undefined>()
  readonly problem = input('')
  protected readonly groups: readonly EventGroup[] = EVENT_GROUPS
  protected readonly chosen = computed(() => new Set(this.types() ?? []))
  /** Types of the app's own. */
  protected readonly custom = computed(() => (this.types() ?? []).filter(type => !KNOWN_EVENTS.has(type)))
  /** What was typed last; the box would lose a comma otherwise. */
  protected readonly customText = signal<string | undefined>(undefined)

  protected chooseAll(isAll: boolean): void {
    this.types.set(isAll ? undefined : ['message.new'])
  }

  protected toggle(type: string, isOn: boolean): void {
    const others = (this.types() ?? []).filter(each => each !== type)
    this.types.set(isOn ? [...others, type] : others)
  }

  protected toggleGroup({ types }: EventGroup, isOn: boolean): void {
    const own: readonly string[] = types
    const others = (this.types() ?? []).filter(each => !own.includes(each))
    this.types.set(isOn ? [...others, ...own] : others)
  }

  protected stateOf({ types }: EventGroup): 'all' | 'some' | 'none' {
    const count = types.filter(type => this.chosen().has(type)).length
    return count === 0 ? 'none' : count === types.length ? 'all' : 'some'
  }

  protected typeCustom(text: string): void {
    this.customText.set(text)
    const known = (this.types() ?? []).filter(type => KNOWN_EVENTS.has(type))
    const typed = text.split(/[\s,]+/).filter(type => type !== '')
    this.types.set([...known, ...typed])
  }
}
