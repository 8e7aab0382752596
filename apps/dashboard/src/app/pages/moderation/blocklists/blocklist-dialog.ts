import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Session } from '../../../session/session'
import { ErrorPanel } from '../../../ui/error-panel'
import { MOST_WORDS } from './blocklist-limits'
import { BlocklistStore, type ListedBlocklist } from './blocklist-store'
import { parseWords, wordsProblem } from './parse-words'

const NAME = /^[\w-]{1,64}$/

/** Makes a blocklist, or puts other words into one; shows the built-in one. Closes with true when it was saved. */
@Component({
  imports: [ErrorPanel, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './blocklist-dialog.html',
  styleUrl: './blocklist-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BlocklistDialog {
  protected readonly list =
    inject<ListedBlocklist | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined
  readonly #dialog = inject<MatDialogRef<BlocklistDialog, boolean>>(MatDialogRef)
  readonly #store = inject(BlocklistStore)
  protected readonly isReadOnly = this.list?.isBuiltIn === true || !inject(Session).may('admin')
  protected readonly mostWords = MOST_WORDS
  protected readonly name = signal(this.list?.name ?? '')
  protected readonly text = signal(this.list?.words.join('\n') ?? '')
  protected readonly words = computed(() => parseWords(this.text()))
  protected readonly isTried = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)
  protected readonly nameProblem = computed(() =>
    this.list || NAME.test(this.name().trim()) ? '' : 'Letters, digits, _ and -, 64 at most',
  )
  protected readonly wordsProblem = computed(() => wordsProblem(this.words()))
  /** What saving would change. */
  protected readonly change = computed(() => {
    const before = new Set(this.list?.words)
    const now = new Set(this.words())
    const added = [...now].filter(word => !before.has(word)).length
    return { added, removed: [...before].filter(word => !now.has(word)).length }
  })

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    this.isTried.set(true)
    if (this.nameProblem() || this.wordsProblem()) return
    this.isSaving.set(true)
    this.error.set(undefined)
    const name = this.name().trim()
    try {
      await (this.list ? this.#store.update(name, this.words()) : this.#store.create(name, this.words()))
      this.#dialog.close(true)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }
}
