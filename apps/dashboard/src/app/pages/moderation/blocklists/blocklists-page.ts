import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { RouterLink } from '@angular/router'
import { firstValueFrom } from 'rxjs'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { PageHeader } from '../../../ui/page-header'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'
import { ModerationTabs } from '../moderation-tabs'
import { MOST_LISTS, MOST_WORDS } from './blocklist-limits'
import { BlocklistStore, type ListedBlocklist } from './blocklist-store'

/** Lists of words that messages are searched for. */
@Component({
  imports: [EmptyState, ErrorPanel, MatButton, ModerationTabs, PageHeader, RouterLink, StatusChip, TimeText],
  templateUrl: './blocklists-page.html',
  styleUrl: './blocklists-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BlocklistsPage {
  readonly #store = inject(BlocklistStore)
  readonly #dialog = inject(MatDialog)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly key = inject(CurrentApp).key()
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly mostLists = MOST_LISTS
  protected readonly mostWords = MOST_WORDS
  protected readonly lists = loaded(() => this.#store.list())
  protected readonly own = computed(() => this.lists.value()?.filter(list => !list.isBuiltIn) ?? [])
  protected readonly builtIn = computed(() => this.lists.value()?.filter(list => list.isBuiltIn) ?? [])

  protected async edit(list?: ListedBlocklist): Promise<void> {
    const { BlocklistDialog } = await import('./blocklist-dialog')
    const dialog = this.#dialog.open<unknown, ListedBlocklist | undefined, boolean>(BlocklistDialog, {
      data: list,
      width: '600px',
      maxWidth: '96vw',
    })
    if (await firstValueFrom(dialog.afterClosed())) await this.lists.reload()
  }

  protected async remove({ name, usedBy, words }: ListedBlocklist): Promise<void> {
    const types = usedBy.map(each => each.type).join(', ')
    const isAgreed = await this.#ask.typeName(name, {
      heading: 'Delete this blocklist?',
      text: [
        `Its ${words.length.toLocaleString()} words are gone.`,
        types === ''
          ? 'No channel type uses it.'
          : `Channel types that use it stop looking for them: ${types}.`,
      ],
      action: 'Delete blocklist',
    })
    if (!isAgreed) return
    try {
      await this.#store.remove(name)
      this.#toasts.done(`Blocklist ${name} deleted`)
    } catch (error) {
      this.#toasts.failed(error, 'Delete the blocklist')
    }
    await this.lists.reload()
  }
}
