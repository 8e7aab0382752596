import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { FilterEditor, type FilterExample } from '../filter-editor/filter-editor'
import type { Noun } from '../filter-editor/filter-table'
import { Icon } from '../icon'
import type { JsonObject } from '../parse-json-object'
import { SearchBox } from './search-box'

/**
 * Above a list: a search box, a filter, and what is slotted: `before` the box and after it, `after` the
 * filter’s button, `under` all that, and beside the filter (`filter`).
 */
@Component({
  selector: 'app-list-tools',
  imports: [FilterEditor, Icon, MatButton, SearchBox],
  templateUrl: './list-tools.html',
  styleUrl: './list-tools.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ListTools {
  readonly noun = input.required<Noun>()
  readonly label = input.required<string>()
  readonly placeholder = input('')
  readonly text = input.required<string>()
  readonly filter = input.required<JsonObject>()
  readonly examples = input<readonly FilterExample[]>([])
  /** Why the list did not come: the filter says where in it. */
  readonly problem = input<unknown>()
  readonly hasPerspective = input(false)
  readonly searched = output<string>()
  /** Another filter. */
  readonly filtered = output<JsonObject>()
  /** The same filter, once more. */
  readonly again = output()

  protected readonly conditions = computed(() => Object.keys(this.filter()).length)
  readonly isFilterOpen = linkedSignal(() => this.conditions() > 0)
  /** What was typed into it stays while it is closed. */
  protected readonly wasOpen = linkedSignal<boolean, boolean>({
    source: this.isFilterOpen,
    computation: (isOpen, previous) => isOpen || previous?.value === true,
  })

  protected apply(filter: JsonObject): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter())) this.again.emit()
    else this.filtered.emit(filter)
  }
}
