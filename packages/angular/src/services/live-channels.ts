import type {
  Channel,
  ChannelList,
  ChannelListOptions,
  ChannelListState,
  ChatClient,
  ChatError,
  Filter,
  SortParam,
} from '@parley/client'
import { batch, State } from '../state/state'
import { isExpectedEnd } from './describe-error'

/** How the query of the channel list stands. */
export interface ChannelQueryState {
  state: 'in-progress' | 'success' | 'error'
  error?: ChatError
}

/** The list of channels as states; one query at a time. */
export class LiveChannels {
  readonly channels = new State<readonly Channel[] | undefined>(undefined)
  readonly queryState = new State<ChannelQueryState | undefined>(undefined)
  readonly hasMore = new State(false)
  #list: ChannelList | undefined

  /** Loads a list in place of the one before. Undefined when another took its place meanwhile. */
  async load(
    client: ChatClient,
    filters: Filter,
    sort: readonly SortParam[],
    options: ChannelListOptions,
  ): Promise<readonly Channel[] | undefined> {
    const list = client.channels(filters, sort, options)
    const old = this.#list
    // first, so that the old one empties itself unheard
    this.#list = list
    old?.end()
    list.subscribe(state => list === this.#list && this.#show(state))
    const channels = await list.reload()
    return list === this.#list ? channels : undefined
  }

  /** The next page; where not even the first could be loaded, that one. */
  async loadMore(): Promise<void> {
    const { status, channels } = this.#list?.state ?? {}
    if (status === 'failed' && channels?.length === 0) await this.#list?.reload()
    else await this.#list?.loadNextPage()
  }

  clear(): void {
    this.#list?.end()
    this.#list = undefined
    batch(() => {
      this.channels.set(undefined)
      this.queryState.set(undefined)
      this.hasMore.set(false)
    })
  }

  /** What is there stays on the screen while something else is being loaded. */
  #show(state: ChannelListState): void {
    const { channels, hasNext, status } = state
    batch(() => {
      if (channels.length > 0 || status === 'ready') this.channels.set(channels)
      else if (status === 'idle') this.channels.set(undefined)
      this.hasMore.set(hasNext)
      this.queryState.set(queryStateOf(state))
    })
  }
}

function queryStateOf({ status, error }: ChannelListState): ChannelQueryState | undefined {
  if (status === 'idle' || (error && isExpectedEnd(error))) return undefined
  if (status === 'failed') return { state: 'error', ...(error && { error }) }
  return { state: status === 'loading' ? 'in-progress' : 'success' }
}
