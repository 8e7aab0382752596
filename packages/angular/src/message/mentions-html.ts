import type { UserResponse } from '@parley/client'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Inside of these an @ is part of something else. */
const OPAQUE = /^<(\/?)(?:a|code|pre)[\s>]/

/**
 * The server's HTML with the names of those who are mentioned marked, one's own among them.
 *
 * Adds `<span class="parley-mention">` and nothing else; what it is given is sanitised again when
 * it is shown.
 */
export function markMentions(html: string, mentioned: readonly UserResponse[], ownId?: string): string {
  if (mentioned.length === 0 || !html.includes('@')) return html
  const classes = new Map<string, string>()
  for (const { id, name } of mentioned) {
    const mark = id === ownId ? 'parley-mention parley-mention-own' : 'parley-mention'
    for (const each of [name, id]) {
      // quotes may stand as they are
      if (each) for (const pattern of [/[&<>"']/g, /[&<>]/g]) classes.set(`@${escaped(each, pattern)}`, mark)
    }
  }
  const names = [...classes.keys()].sort((one, other) => other.length - one.length)
  const anyName = new RegExp(names.map(quoted).join('|'), 'g')
  const mark = (name: string) => `<span class="${classes.get(name)}">${name}</span>`
  let depth = 0
  return html
    .split(/(<[^>]*>)/)
    .map(part => {
      const [, closes] = OPAQUE.exec(part) ?? []
      if (closes !== undefined) depth += closes ? -1 : 1
      return depth > 0 || part.startsWith('<') ? part : part.replace(anyName, mark)
    })
    .join('')
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, character => ESCAPES[character] ?? character)
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
