import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatSelectModule } from '@angular/material/select'
import { RouterLink } from '@angular/router'
import { ChatApi } from '../../api/chat-api'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import type { TypeDraft, TypeSettings, UsedBlocklist } from './type-draft'

interface BlocklistsReply {
  readonly blocklists: readonly { readonly name: string; readonly words: readonly string[] }[]
}

/** Which words are looked for in messages, and what happens to those that have one. */
@Component({
  selector: 'app-words-card',
  imports: [ErrorPanel, Icon, MatButton, MatFormFieldModule, MatSelectModule, RouterLink],
  templateUrl: './words-card.html',
  styleUrl: './words-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WordsCard {
  readonly draft = input.required<TypeDraft>()
  readonly settings = input.required<TypeSettings>()
  readonly mayChange = input.required<boolean>()
  readonly #chat = inject(ChatApi)
  protected readonly lists = loaded(() => this.#chat.get<BlocklistsReply>('/blocklists'))
  protected readonly names = computed(() => (this.lists.value()?.blocklists ?? []).map(list => list.name))
  protected readonly unused = computed(() => {
    const used = new Set(this.settings().blocklists.map(each => each.blocklist))
    return this.names().filter(name => !used.has(name))
  })

  protected add(name: string): void {
    this.#set([...this.settings().blocklists, { blocklist: name, behavior: 'flag' }])
  }

  protected remove(at: number): void {
    this.#set(this.settings().blocklists.filter((_, index) => index !== at))
  }

  protected behave(at: number, behavior: UsedBlocklist['behavior']): void {
    this.#set(this.settings().blocklists.map((each, index) => (index === at ? { ...each, behavior } : each)))
  }

  #set(blocklists: readonly UsedBlocklist[]): void {
    this.draft().set('blocklists', blocklists)
  }
}
