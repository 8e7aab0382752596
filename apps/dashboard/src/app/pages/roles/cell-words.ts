import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { ScopeGrants } from './grant-scope'
import { APP_SCOPE } from './grant-scope'
import { type GrantsDraft, levelWords } from './grants-draft'
import type { Cell } from './grants-grid'

/** What one cell of the matrix says, in a sentence, and where that comes from. */
@Component({
  selector: 'app-cell-words',
  templateUrl: './cell-words.html',
  styleUrl: './cell-words.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CellWords {
  readonly cell = input<Cell>()
  readonly draft = input.required<GrantsDraft>()
  readonly scope = input.required<ScopeGrants>()
  readonly mayChange = input.required<boolean>()
  protected readonly words = computed(() => {
    const cell = this.cell()
    return cell && this.#wordsOf(cell)
  })

  #wordsOf({ role, row }: Cell) {
    const draft = this.draft()
    const [level, saved, base] = [
      draft.level(role, row),
      draft.savedLevel(role, row),
      draft.baseLevel(role, row),
    ]
    const may = level === 'none' ? 'may not' : 'may'
    const id = level === 'own' && row.own ? row.own : row.all
    return {
      says: `${role} ${may} ${row.title}${level === 'own' ? `, ${row.ownWords}` : ''}.`,
      id,
      from: level === base ? this.#begun() : this.#set(levelWords(base, row)),
      isUnsaved: level !== saved,
    }
  }

  #begun(): string {
    const { inherited, type, scope } = this.scope()
    if (inherited) return `From channel type ${type}.`
    return scope === APP_SCOPE ? 'As every app begins.' : 'As the type began.'
  }

  #set(base: string): string {
    const { inherited, type } = this.scope()
    return inherited
      ? `Set for this channel; type ${type} says: ${base}.`
      : `Changed; it began with: ${base}.`
  }
}
