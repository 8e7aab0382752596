import type { z } from 'zod'
import { utf8Length } from './ids.ts'
import { looseObject, quoted } from './primitives.ts'

/** JSON of the app's own. */
export type CustomData = Record<string, unknown>

/** How custom data of an object is told from the rest, and how big it may be. */
export interface CustomRule {
  /** Keys of replies: ignored on input, so that what was read may be sent back. */
  readOnly: readonly string[]
  maxBytes: number
}

/**
 * An object with custom data at its root: the output has it apart, as `custom`.
 *
 * Keys of the shape that are unset are left out.
 */
export function withCustom<Shape extends z.ZodRawShape>(shape: Shape, rule: CustomRule) {
  const readOnly = new Set(rule.readOnly)
  type Known = z.output<z.ZodObject<Shape>>
  return looseObject(shape).transform((value, context): Known & { custom: CustomData } => {
    const known: Record<string, unknown> = {}
    const custom: CustomData = {}
    for (const [key, part] of Object.entries(value)) {
      if (Object.hasOwn(shape, key)) {
        if (part !== undefined) known[key] = part
      } else if (!readOnly.has(key)) custom[key] = part
    }
    const message = sizeProblem(custom, rule.maxBytes)
    if (message) context.issues.push({ code: 'custom', input: undefined, message })
    return { ...(known as Known), custom }
  })
}

function sizeProblem(custom: CustomData, maxBytes: number): string | undefined {
  const bytes = jsonBytes(custom)
  if (bytes <= maxBytes) return undefined
  const names = Object.keys(custom).slice(0, 5).map(quoted).join(', ')
  return `has ${bytes} bytes of custom data (${names}…), at most ${maxBytes} are allowed`
}

/** Bytes of a value as JSON; an empty object is 0, as nothing is kept of it. */
export function jsonBytes(value: object): number {
  const json = JSON.stringify(value)
  return json === '{}' ? 0 : utf8Length(json)
}
