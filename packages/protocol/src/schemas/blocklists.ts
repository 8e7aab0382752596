import { z } from 'zod'
import { BLOCKLIST_MAX_WORDS, BLOCKLIST_WORD_MAX_LENGTH } from '../limits.ts'
import { name } from './ids.ts'
import { jsonObject } from './json.ts'
import { list, object, text } from './primitives.ts'
import { reply } from './replies.ts'

const words = list(text(BLOCKLIST_WORD_MAX_LENGTH), BLOCKLIST_MAX_WORDS).min(1, {
  error: 'must have at least one word',
})

/** `POST blocklists`. */
export const CreateBlocklistBody = jsonObject(object({ name, words }))

/** `PUT blocklists/{name}`: the words that take the place of the old ones. */
export const UpdateBlocklistBody = jsonObject(object({ words }))

/** Words that messages are searched for. */
export const BlocklistSchema = z.object({
  name: z.string(),
  words: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
})

/** Reply of `GET blocklists`. */
export const BlocklistsReply = reply({ blocklists: z.array(BlocklistSchema) })
/** Reply of `GET blocklists/{name}`, and of what makes or changes one. */
export const BlocklistReply = reply({ blocklist: BlocklistSchema })
