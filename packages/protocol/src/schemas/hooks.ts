import { z } from 'zod'
import { CURSOR_MAX_LENGTH, DEAD_LETTERS_MAX_LIMIT } from '../limits.ts'
import { object, optionalText, queryWhole, text } from './primitives.ts'

/** Query of `GET hooks/dead_letters`. */
export const DeadLettersQuery = object({
  hook_id: optionalText(255),
  limit: queryWhole(0, DEAD_LETTERS_MAX_LIMIT),
  next: optionalText(CURSOR_MAX_LENGTH),
})

/** Path of a dead letter: `hooks/dead_letters/{id}`. */
export const DeadLetterPath = object({ id: z.uuid({ error: 'must be the id of a dead letter' }) })

/** Path of a hook: `hooks/{id}`. */
export const HookPath = object({ id: text(255) })
