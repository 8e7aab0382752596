import { z } from 'zod'
import { JSON_MAX_DEPTH } from '../limits.ts'

/** Something in a JSON value that can't be stored or sent on as it is. */
export interface JsonProblem {
  path: (string | number)[]
  message: string
}

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * The first thing in a parsed JSON value that no endpoint takes: nesting that is too deep, a
 * number beyond what a double holds, text that is not valid Unicode or has U+0000 in it (which
 * PostgreSQL can't store), a key named `__proto__`.
 */
export function findJsonProblem(value: unknown, depthLeft = JSON_MAX_DEPTH): JsonProblem | undefined {
  if (typeof value === 'string') return textProblem(value)
  if (typeof value === 'number') {
    return Number.isFinite(value) ? undefined : { path: [], message: 'must be a finite number' }
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (depthLeft === 0) {
    return { path: [], message: `must not be nested more than ${JSON_MAX_DEPTH} levels deep` }
  }
  return Array.isArray(value) ? problemInArray(value, depthLeft) : problemInObject(value, depthLeft)
}

function textProblem(text: string): JsonProblem | undefined {
  if (text.includes('\0')) return { path: [], message: 'must not contain the character U+0000' }
  if (LONE_SURROGATE.test(text)) return { path: [], message: 'must be valid Unicode, not half a character' }
  return undefined
}

function problemInArray(items: readonly unknown[], depthLeft: number): JsonProblem | undefined {
  for (let at = 0; at < items.length; at++) {
    const problem = findJsonProblem(items[at], depthLeft - 1)
    if (problem) return { ...problem, path: [at, ...problem.path] }
  }
  return undefined
}

function problemInObject(object: object, depthLeft: number): JsonProblem | undefined {
  for (const key of Object.keys(object)) {
    const problem = keyProblem(key) ?? findJsonProblem(object[key as keyof typeof object], depthLeft - 1)
    if (problem) return { ...problem, path: [key, ...problem.path] }
  }
  return undefined
}

function keyProblem(key: string): JsonProblem | undefined {
  if (key === '__proto__') return { path: [], message: 'is not allowed as a name' }
  return textProblem(key)
}

/**
 * A request body, or JSON inside of a query parameter.
 *
 * No body, `null` and PHP's `[]` are taken as `{}`; what no endpoint takes is refused first.
 */
export function jsonObject<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value, context) => {
    const problem = findJsonProblem(value)
    if (problem) {
      context.issues.push({ code: 'custom', input: undefined, ...problem })
      return z.NEVER
    }
    return isUnsetObject(value) ? {} : value
  }, schema)
}

/** Whether this stands for an object without keys: nothing, `null` or PHP's `[]`. */
export function isUnsetObject(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** The kind of a value, for messages: `a number`, `an array`, `null`, … */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (value === '') return 'an empty string'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return Number.isInteger(value) ? `the number ${value}` : 'a number'
  return `a ${typeof value}`
}
