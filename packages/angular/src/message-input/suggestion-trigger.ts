/** What is being typed that something can be suggested for. */
export interface SuggestionTrigger {
  /** A person's name, or a command's. */
  readonly kind: 'mention' | 'command'
  /** What was typed of it. */
  readonly term: string
  /** Where its sign stands in the text, and where the caret is. */
  readonly start: number
  readonly end: number
}

/** An @ at the start of a word, then a name of up to three words; no line break. */
const MENTION = /(?:^|[\s([{"'*_~>])@([^\s@][^\n@]{0,63}|)$/

/** The term that is being typed at the caret; undefined where nothing is to be suggested. */
export function triggerAt(text: string, caret: number, hasCommands: boolean): SuggestionTrigger | undefined {
  const before = text.slice(0, caret)
  const command = hasCommands ? /^\/([A-Za-z0-9_-]*)$/.exec(before) : null
  if (command) return { kind: 'command', term: command[1] ?? '', start: 0, end: caret }
  const term = MENTION.exec(before)?.[1]
  if (term === undefined || term.split(/\s+/).length > 3) return undefined
  return { kind: 'mention', term, start: caret - term.length - 1, end: caret }
}

/** The text with what was chosen in place of what was typed, and where the caret is then. */
export function completed(
  text: string,
  { start, end }: SuggestionTrigger,
  chosen: string,
): { text: string; caret: number } {
  const rest = text.slice(end)
  const gap = /^\s/.test(rest) ? '' : ' '
  return { text: `${text.slice(0, start)}${chosen}${gap}${rest}`, caret: start + chosen.length + 1 }
}
