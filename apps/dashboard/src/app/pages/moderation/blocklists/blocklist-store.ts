import { Injectable, inject } from '@angular/core'
import type { Blocklist, BlocklistsResponse, ChannelConfig } from '@parley/client'
import { path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'

/** A blocklist, and which channel types look for its words. */
export interface ListedBlocklist extends Blocklist {
  readonly usedBy: readonly { readonly type: string; readonly behavior: string }[]
  readonly isBuiltIn: boolean
}

/** The list that every app has, and nobody changes. */
const BUILT_IN = 'profanity_en_2020_v1'

type Types = Readonly<Record<string, ChannelConfig>>

/** Blocklists of the current app. */
@Injectable({ providedIn: 'root' })
export class BlocklistStore {
  readonly #chat = inject(ChatApi)

  async list(): Promise<readonly ListedBlocklist[]> {
    const [{ blocklists }, { channel_types }] = await Promise.all([
      this.#chat.get<BlocklistsResponse>('/blocklists'),
      this.#chat.get<{ channel_types: Types }>('/channeltypes'),
    ])
    return blocklists.map(list => ({
      ...list,
      isBuiltIn: list.name === BUILT_IN,
      usedBy: usersOf(list.name, channel_types),
    }))
  }

  create(name: string, words: readonly string[]): Promise<unknown> {
    return this.#chat.post('/blocklists', { name, words })
  }

  update(name: string, words: readonly string[]): Promise<unknown> {
    return this.#chat.put(path`/blocklists/${name}`, { words })
  }

  remove(name: string): Promise<unknown> {
    return this.#chat.delete(path`/blocklists/${name}`)
  }
}

function usersOf(name: string, types: Types): { type: string; behavior: string }[] {
  return Object.entries(types).flatMap(([type, { blocklist, blocklist_behavior, blocklists = [] }]) => {
    const named = blocklists.find(each => each.blocklist === name)?.behavior
    const behavior = blocklist === name ? (blocklist_behavior ?? 'flag') : named
    return behavior === undefined ? [] : [{ type, behavior }]
  })
}
