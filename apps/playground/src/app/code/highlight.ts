/** A piece of code and what it is. */
export interface CodePart {
  readonly text: string
  readonly kind: 'plain' | 'keyword' | 'string' | 'comment' | 'call' | 'number'
}

export type CodeLanguage = 'typescript' | 'shell' | 'json'

const PATTERNS: Readonly<Record<CodeLanguage, RegExp>> = {
  typescript:
    /(?<comment>\/\/[^\n]*)|(?<string>'[^'\n]*'|"[^"\n]*"|`[^`]*`)|\b(?<keyword>import|from|const|await|async|return|new|class|private|readonly|true|false|undefined|this)\b|(?<call>\b[a-zA-Z]+(?=\())|(?<number>\b\d+\b)/g,
  shell: /(?<comment>#[^\n]*)|(?<call>^\S+)|(?<keyword>\s--?[\w-]+)/gm,
  json: /(?<keyword>"[^"\n]*"(?=:))|(?<string>"(?:\\.|[^"\\\n])*")|(?<number>\b-?\d[\d.e+-]*\b|\btrue\b|\bfalse\b|\bnull\b)/g,
}

/** Code in pieces, for colours: no more than what a reader's eye needs. */
export function highlight(code: string, language: CodeLanguage): readonly CodePart[] {
  const parts: CodePart[] = []
  let end = 0
  for (const match of code.matchAll(PATTERNS[language])) {
    if (match.index > end) parts.push({ text: code.slice(end, match.index), kind: 'plain' })
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? ['plain']
    parts.push({ text: match[0], kind: kind as CodePart['kind'] })
    end = match.index + match[0].length
  }
  if (end < code.length) parts.push({ text: code.slice(end), kind: 'plain' })
  return parts
}
