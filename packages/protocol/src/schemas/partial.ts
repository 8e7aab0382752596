import { z } from 'zod'
import { isUnsetObject } from './json.ts'
import { anyText, list, object, quoted } from './primitives.ts'

const MAX_PATHS = 100
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** Why this is not a path of custom data; undefined when it is one. */
export function pathProblem(path: string): string | undefined {
  const names = path.split('.')
  if (names.some(name => name === '' || name.includes(' '))) {
    return `${quoted(path)} is not a path: names joined by dots, no spaces`
  }
  const forbidden = names.find(name => FORBIDDEN.has(name))
  return forbidden === undefined ? undefined : `${quoted(forbidden)} is not allowed as a name`
}

const path = anyText(1024).superRefine((value, context) => {
  const message = pathProblem(value)
  if (message) context.addIssue({ code: 'custom', message })
})

/** What `set` becomes: known keys, and the rest apart. */
type SetSchema = z.ZodType<{ custom: Record<string, unknown> }>

/**
 * `{set, unset}` with whatever else the endpoint takes; both may be absent or null.
 *
 * Dotted paths of `set` are keys of its `custom`.
 */
export function partialUpdate<Set extends SetSchema, Extra extends z.ZodRawShape>(set: Set, extra: Extra) {
  return object({
    ...extra,
    set: z.preprocess(setOrNothing, set),
    unset: list(path, MAX_PATHS)
      .nullish()
      .transform(value => value ?? []),
  }).superRefine(refuseOverlap)
}

/** Checks paths first: they are keys, which the schema of `set` knows nothing about. */
function setOrNothing(value: unknown, context: z.RefinementCtx): unknown {
  if (isUnsetObject(value)) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  for (const key of Object.keys(value)) {
    const message = pathProblem(key)
    if (message) context.addIssue({ code: 'custom', path: [key], message })
  }
  return value
}

/** The same path can't be both set and unset. */
function refuseOverlap(value: object, context: z.RefinementCtx): void {
  const { set, unset } = value as { set: { custom?: object }; unset: readonly string[] }
  // NOTE: without `custom` the set was refused already; zod runs this check nevertheless.
  const keys = new Set([...Object.keys(set), ...Object.keys(set.custom ?? {})])
  const twice = unset.find(each => keys.has(each))
  if (twice === undefined) return
  context.addIssue({ code: 'custom', path: ['unset'], message: `has ${quoted(twice)}, which is in set too` })
}
