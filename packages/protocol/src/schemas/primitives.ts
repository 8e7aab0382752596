import { z } from 'zod'
import { TEXT_MAX_LENGTH } from '../limits.ts'
import { isUnsetObject, kindOf } from './json.ts'

/** Message of a wrong kind: what is right, and what came. */
export function expected(what: string) {
  return (issue: { readonly input?: unknown }): string => `must be ${what}, got ${kindOf(issue.input)}`
}

/** A text that may be empty. */
export function anyText(maxLength: number = TEXT_MAX_LENGTH) {
  return z.string({ error: expected('a string') }).max(maxLength, {
    error: issue => `must be at most ${maxLength} characters, got ${lengthOf(issue.input)}`,
  })
}

/** A text of at least one character. */
export function text(maxLength: number = TEXT_MAX_LENGTH) {
  return anyText(maxLength).min(1, { error: 'must not be empty' })
}

function lengthOf(value: unknown): string {
  return typeof value === 'string' || Array.isArray(value) ? String(value.length) : kindOf(value)
}

/** Null, absent and `""` are unset. */
export function optionalText(maxLength: number = TEXT_MAX_LENGTH) {
  return optionalUnlessEmpty(anyText(maxLength))
}

function nullToUndefined(value: unknown): unknown {
  return value ?? undefined
}

/**
 * Null and absent are unset.
 *
 * NOTE: the outer `optional` looks superfluous; with it absent keys, which are most, cost nothing.
 */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(nullToUndefined, schema.optional()).optional()
}

/** Null, absent and `""` are unset; otherwise the schema decides. */
export function optionalUnlessEmpty<Schema extends z.ZodType<string>>(schema: Schema) {
  return z
    .preprocess(value => (value === '' || value === null ? undefined : value), schema.optional())
    .optional()
}

/** true or false. */
export const flag = z.boolean({ error: expected('true or false') })

/** true, false, or unset. */
export const optionalFlag = optional(flag)

/** A flag of a query string: `true` and `1` are true, anything else (also `""`) is false. */
export const queryFlag = z
  .string({ error: expected('true or false') })
  .optional()
  .transform(value => value === 'true' || value === '1')

/** A whole number within bounds. */
export function whole(min: number, max: number) {
  const range = `a whole number from ${min} to ${max}`
  return z
    .number({ error: expected(range) })
    .int({ error: `must be ${range}` })
    .min(min, { error: issue => `must be ${range}, got ${String(issue.input)}` })
    .max(max, { error: issue => `must be ${range}, got ${String(issue.input)}` })
}

/** A page size; null, absent and 0 are unset. */
export function limit(max: number) {
  return whole(0, max)
    .nullish()
    .transform(value => value || undefined)
}

/** Where a page starts; null and absent are 0. */
export function offset(max: number) {
  return whole(0, max)
    .nullish()
    .transform(value => value ?? 0)
}

/** A whole number in a query string; absent and `""` are unset. */
export function queryWhole(min: number, max: number) {
  const range = `a whole number from ${min} to ${max}`
  return z
    .string({ error: expected(range) })
    .optional()
    .transform((value, context): number | undefined => {
      if (!value) return undefined
      const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN
      if (number >= min && number <= max) return number
      context.issues.push({
        code: 'custom',
        input: undefined,
        message: `must be ${range}, got ${quoted(value)}`,
      })
      return z.NEVER
    })
}

/** A value for a message, shortened. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
}

/** An array; null and absent are unset. */
export function optionalList<Schema extends z.ZodType>(item: Schema, max: number) {
  return optional(list(item, max))
}

/** An array of at most so many entries. */
export function list<Schema extends z.ZodType>(item: Schema, max: number) {
  return z
    .array(item, { error: expected('an array') })
    .max(max, { error: issue => `must have at most ${max} entries, got ${lengthOf(issue.input)}` })
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const what = words.length === 1 ? quoted(words[0]) : `one of ${words.join(', ')}`
  return z.enum(words, {
    error: ({ input }) => `must be ${what}, got ${typeof input === 'string' ? quoted(input) : kindOf(input)}`,
  })
}

/** One of a few words; null, absent and `""` are unset. */
export function optionalOneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return optionalUnlessEmpty(oneOf(words))
}

/** An object; keys that are not named are dropped. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, { error: expected('an object') })
}

/** An object whose other keys are kept. */
export function looseObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject(shape, { error: expected('an object') })
}

/** An object or PHP's empty array, which stands for `{}`. */
export function objectOrEmptyArray<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(value => (Array.isArray(value) && value.length === 0 ? {} : value), schema)
}

/** An object; null, absent and `[]` are unset. */
export function optionalObject<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(value => (isUnsetObject(value) ? undefined : value), schema.optional()).optional()
}

/** An object with any keys. */
export const anyObject = z.record(z.string(), z.unknown(), { error: expected('an object') })

/** A filter as sent; fields and operators are checked where they are known. `[]` and null are `{}`. */
export const filter = z.preprocess(value => (isUnsetObject(value) ? {} : value), anyObject).optional()

/** Refuses more than one of the named keys: a page starts at one place. */
export function oneBound(keys: readonly string[]) {
  return (page: object, context: z.RefinementCtx): void => {
    const given = keys.filter(key => (page as Record<string, unknown>)[key] !== undefined)
    if (given.length <= 1) return
    context.addIssue({ code: 'custom', message: `must have one bound at most, got ${given.join(', ')}` })
  }
}
