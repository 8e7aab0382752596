import {
  IMPORT_ITEMS,
  type ImportItem,
  type ImportItemType,
  invalidInput,
  isImportItemType,
} from '@parley/protocol/schemas'
import { cidOf, distinctChannelId } from '../../domain/channels.ts'
import type { StoredFile } from '../../files/files.ts'

/** A line of an import's file that can be understood. */
export type Item = {
  readonly [Type in ImportItemType]: {
    readonly line: number
    readonly type: Type
    readonly data: ImportItem<Type>
    /** Of a channel, and of what is in one. */
    readonly cid: string
  }
}[ImportItemType]

/** A line that can't. */
export interface BadItem {
  readonly line: number
  readonly error: string
  readonly type: string
  readonly item: unknown
}

export type Line = { readonly good: Item } | { readonly bad: BadItem }

const MAX_LINE_CHARACTERS = 256 * 1024
const SHOWN_CHARACTERS = 500

/** The lines of a file, checked one by one, in chunks. */
export async function* readItems(file: StoredFile, chunk: number): AsyncGenerator<Line[]> {
  let lines: Line[] = []
  let number = 0
  for await (const text of textLines(file)) {
    number++
    if (text.trim() === '') continue
    lines.push(await parseLine(text, number))
    if (lines.length < chunk) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

async function* textLines(file: StoredFile): AsyncGenerator<string> {
  const body = file.body()
  const stream = body instanceof Blob ? body.stream() : body
  const decoder = new TextDecoder()
  let held = ''
  for await (const bytes of stream) {
    held += decoder.decode(bytes, { stream: true })
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    yield* lines
    // The rest of a line without end counts as lines of its own: each is told to be wrong.
    if (held.length <= MAX_LINE_CHARACTERS) continue
    yield held
    held = ''
  }
  held += decoder.decode()
  if (held !== '') yield held
}

async function parseLine(text: string, line: number): Promise<Line> {
  let json: unknown
  try {
    if (text.length > MAX_LINE_CHARACTERS) throw new Error(`has more than ${MAX_LINE_CHARACTERS} characters`)
    json = JSON.parse(text)
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : String((error as Error).message)
    return { bad: { line, error: `the line ${why}`, type: '', item: text.slice(0, SHOWN_CHARACTERS) } }
  }
  const { type, data } = (json ?? {}) as { type?: unknown; data?: unknown }
  if (!isImportItemType(type)) {
    const error = `type must be one of ${Object.keys(IMPORT_ITEMS).join(', ')}`
    return { bad: { line, error, type: typeof type === 'string' ? type.slice(0, 64) : '', item: json } }
  }
  const parsed = IMPORT_ITEMS[type].safeParse(data)
  if (!parsed.success) {
    return { bad: { line, error: invalidInput(parsed.error, 'data').message, type, item: data } }
  }
  return { good: { line, type, data: parsed.data, cid: await cidOfItem(type, parsed.data) } as Item }
}

async function cidOfItem(type: ImportItemType, data: ImportItem): Promise<string> {
  if (type === 'channel') {
    const channel = data as ImportItem<'channel'>
    return cidOf(channel.type, channel.id ?? (await distinctChannelId(channel.member_ids ?? [])))
  }
  if (type !== 'member' && type !== 'message') return ''
  const { channel_type, channel_id, channel_member_ids } = data as ImportItem<'member' | 'message'>
  return cidOf(channel_type, channel_id ?? (await distinctChannelId(channel_member_ids ?? [])))
}
