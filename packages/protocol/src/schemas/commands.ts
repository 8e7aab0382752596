import { z } from 'zod'
import { name } from './ids.ts'
import { jsonObject } from './json.ts'
import { anyText, expected, object, objectOrEmptyArray, optional } from './primitives.ts'
import { acting } from './users.ts'

const commandText = optional(anyText(255))

/** `POST commands`. */
export const CreateCommandBody = jsonObject(
  object({ name, description: commandText, args: commandText, set: commandText }),
)

/** `PUT commands/{name}`: what is not given, or empty, stays. */
export const UpdateCommandBody = jsonObject(
  object({ description: commandText, args: commandText, set: commandText }),
)

/** `POST messages/{id}/action`. The id of the path counts. */
export const MessageActionBody = jsonObject(
  object({
    form_data: objectOrEmptyArray(
      z
        .record(z.string().max(255), anyText(5_000), { error: expected('an object of texts') })
        .refine(data => Object.keys(data).length <= 100, { error: 'must have at most 100 entries' }),
    ),
    ...acting,
  }),
)
