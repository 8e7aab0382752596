import { ChatError } from '@parley/protocol'
import type { Json } from './records.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Custom data after a partial update: `set` writes, `unset` removes, dotted paths reach inside.
 * Unsetting what is not custom data changes nothing here.
 * @throws ChatError `invalid_input` for a path that is in both, is empty, leads through something
 * that is not an object, or starts with a reserved name.
 */
export function applyPaths(
  custom: Json,
  set: Json,
  unset: readonly string[],
  isReserved: (root: string) => boolean = () => false,
): Json {
  const result = structuredClone(custom) as Record<string, unknown>
  for (const path of unset) {
    if (Object.hasOwn(set, path)) throw invalid(path, 'is both set and unset')
    removeAt(result, stepsOf(path))
  }
  for (const [path, value] of Object.entries(set)) {
    if (value === undefined) continue
    const steps = stepsOf(path)
    if (isReserved(steps[0] ?? '')) throw invalid(path, 'starts with a name that is not custom data')
    writeAt(result, steps, value, path)
  }
  return result
}

function stepsOf(path: string): string[] {
  const steps = path.split('.')
  if (steps.some(step => step === '' || FORBIDDEN.has(step))) throw invalid(path, 'is not a path of names')
  return steps
}

function writeAt(
  target: Record<string, unknown>,
  steps: readonly string[],
  value: unknown,
  path: string,
): void {
  const [step = '', ...rest] = steps
  if (rest.length === 0) {
    target[step] = value
    return
  }
  const inner = Object.hasOwn(target, step) ? target[step] : undefined
  if (inner !== undefined && inner !== null && !isPlainObject(inner)) {
    throw invalid(path, `leads through "${step}", which is not an object`)
  }
  const next = isPlainObject(inner) ? inner : {}
  target[step] = next
  writeAt(next, rest, value, path)
}

function removeAt(target: Record<string, unknown>, steps: readonly string[]): void {
  const [step = '', ...rest] = steps
  if (rest.length === 0) {
    delete target[step]
    return
  }
  const inner = Object.hasOwn(target, step) ? target[step] : undefined
  if (isPlainObject(inner)) removeAt(inner, rest)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(path: string, why: string): ChatError {
  const shown = path.slice(0, 100)
  return new ChatError('invalid_input', `path "${shown}" ${why}`, { details: { fields: { [shown]: why } } })
}
