import { z } from 'zod'
import { SORT_MAX_FIELDS } from '../limits.ts'
import { kindOf } from './json.ts'
import { list, object, text } from './primitives.ts'

const direction = z
  .union([z.literal(1), z.literal(-1)], { error: issue => `must be 1 or -1, got ${kindOf(issue.input)}` })
  .nullish()
  .transform((value): 1 | -1 => value ?? 1)

/** `[{field, direction}]`; null, absent and `[]` leave the order to the endpoint. */
export const sort = list(object({ field: text(256), direction }), SORT_MAX_FIELDS)
  .nullish()
  .transform(value => value ?? [])
