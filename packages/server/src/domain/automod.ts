import type { ChannelConfig } from '@parley/protocol'
import { type Blocklist, BUILT_IN_BLOCKLIST, builtInBlocklist, findBlocked, wordsIn } from './blocklists.ts'
import type { AppRules } from './rules.ts'

/** What the server itself thinks of a text. */
export interface Verdict {
  readonly action: 'flag' | 'block'
  readonly moderatedBy: string
  readonly blockedWord: string
  readonly blocklistName: string
}

type Lists = Pick<AppRules, 'blocklists'>

/** Something that judges texts by itself; what asks an outside service would stand beside `simple`. */
type Moderator = (words: () => readonly string[], config: ChannelConfig) => Verdict | undefined

/** By the channel type's `automod`. `AI` takes an outside service, so no type can have it (`check-config.ts`). */
const MODERATORS: Readonly<Record<ChannelConfig['automod'], Moderator | undefined>> = {
  disabled: undefined,
  AI: undefined,
  simple: (words, config) => search(builtInBlocklist(), words(), config.automod_behavior),
}

/**
 * Looks for what the channel's blocklists and its automod forbid; blocking wins over flagging. Costs
 * nothing where neither is set.
 */
export function judge(rules: Lists, config: ChannelConfig, text: string): Verdict | undefined {
  const moderator = MODERATORS[config.automod]
  const lists = listsOf(rules, config)
  if ((!moderator && lists.length === 0) || text === '') return undefined
  let words: readonly string[] | undefined
  const split = () => {
    words ??= wordsIn(text)
    return words
  }
  const verdicts = lists.map(({ list, behavior }) => search(list, split(), behavior))
  verdicts.push(moderator?.(split, config))
  return (
    verdicts.find(verdict => verdict?.action === 'block') ?? verdicts.find(verdict => verdict !== undefined)
  )
}

interface Use {
  readonly list: Blocklist
  readonly behavior: 'flag' | 'block'
}

const NONE: readonly Use[] = []

/** Lists that were deleted meanwhile find nothing. */
function listsOf(rules: Lists, { blocklist, blocklist_behavior, blocklists }: ChannelConfig): readonly Use[] {
  if (!blocklist && !blocklists?.length) return NONE
  const named = (blocklists ?? []).map(each => ({ name: each.blocklist, behavior: each.behavior ?? 'flag' }))
  if (blocklist) named.push({ name: blocklist, behavior: blocklist_behavior ?? 'flag' })
  return named.flatMap(({ name, behavior }) => {
    const list = name === BUILT_IN_BLOCKLIST ? builtInBlocklist() : rules.blocklists.get(name)
    return list ? [{ list, behavior }] : []
  })
}

function search(list: Blocklist, words: readonly string[], action: Verdict['action']): Verdict | undefined {
  const blockedWord = findBlocked(list, words)
  return blockedWord === undefined
    ? undefined
    : { action, moderatedBy: 'blocklist', blockedWord, blocklistName: list.name }
}
