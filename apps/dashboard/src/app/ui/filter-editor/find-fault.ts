import type { ApiError } from '../../api/api-error'
import type { Entry, Fault, Located } from './parse-located'

/** Where in a filter is what the server refused: `details.fields` names it, `details.operator` its operator. */
export function findFault(tree: Located, { details }: ApiError): Fault | undefined {
  const { fields, operator } = details
  if (typeof fields !== 'object' || fields === null) return undefined
  for (const [path, text] of Object.entries(fields as Record<string, unknown>)) {
    const name = path.replace(/^(message_)?filter_conditions\.?/, '')
    if (name === path) continue
    const found = findEntry(tree, name)
    if (!found) continue
    const inner = typeof operator === 'string' ? findEntry(found.value, operator) : undefined
    const { start, end } = inner ?? found
    return { start, end, text: `${name}: ${String(text)}` }
  }
  return undefined
}

function findEntry(tree: Located, key: string): Entry | undefined {
  if (tree.kind === 'scalar') return undefined
  if (tree.kind === 'array') return firstOf(tree.items, item => findEntry(item, key))
  return (
    tree.entries.find(entry => entry.key === key) ??
    firstOf(tree.entries, ({ value }) => findEntry(value, key))
  )
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => Entry | undefined): Entry | undefined {
  for (const item of items) {
    const found = find(item)
    if (found) return found
  }
  return undefined
}
