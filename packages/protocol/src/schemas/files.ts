import { z } from 'zod'
import { optionalUserId } from './ids.ts'
import { jsonObject } from './json.ts'
import { anyText, object, optionalText, text } from './primitives.ts'
import { acting } from './users.ts'

/** The parts of an upload that are JSON: whom a server uploads for. */
export const UploadForm = jsonObject(object({ user: acting.user }))

/** Body of an upload, multipart/form-data; for the documentation. The parts may come in any order. */
export const UploadBody = object({
  file: anyText().meta({ format: 'binary' }),
  user: optionalText().describe('JSON of a user, `{"id": "bob"}`; server only'),
})

/** Reply of an upload. */
export const FileUploadReply = z.object({ file: z.string(), duration: z.string() })

/** Query of what deletes an uploaded file: its address, as the upload gave it, however old. */
export const DeleteFileQuery = object({ url: text(4096), user_id: optionalUserId })
