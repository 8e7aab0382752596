import { z } from 'zod'
import { IMPORTS_MAX_LIMIT, QUERY_MAX_OFFSET } from '../limits.ts'
import { jsonObject } from './json.ts'
import { object, oneOf, optionalFlag, queryWhole, text } from './primitives.ts'

/** `POST import_urls`. */
export const CreateImportUrlBody = jsonObject(object({ filename: text(255) }))

/** `POST imports`. */
export const CreateImportBody = jsonObject(
  object({ path: text(1024), mode: oneOf(['insert', 'upsert']), merge_custom: optionalFlag }),
)

/** Path of an import: `imports/{id}`. */
export const ImportPath = object({ id: text(64) })

/** Query of `GET imports`. */
export const ListImportsQuery = object({
  limit: queryWhole(0, IMPORTS_MAX_LIMIT),
  offset: queryWhole(0, QUERY_MAX_OFFSET),
})

const mode = z.enum(['insert', 'upsert'])
const state = z.enum([
  'uploaded',
  'analyzing',
  'analyze_failed',
  'waiting_confirmation',
  'importing',
  'completed',
  'failed',
])
const duration = z.string()

const result = z.object({
  errors: z.array(z.object({ error: z.string(), item_type: z.string(), item: z.unknown(), line: z.int() })),
  stats: z.object({ total: z.record(z.string(), z.int()) }),
})

/** An import. */
export const ImportTaskSchema = z.object({
  id: z.string(),
  path: z.string(),
  mode,
  merge_custom: z.boolean(),
  state,
  size: z.int(),
  result: result.nullable(),
  history: z.array(
    z.object({ created_at: z.string(), prev_state: z.union([state, z.literal('')]), next_state: state }),
  ),
  created_at: z.string(),
  updated_at: z.string(),
})

/** Reply of `POST import_urls`. */
export const ImportUrlReply = z.object({ path: z.string(), upload_url: z.string(), duration })
/** Reply of `POST imports` and `GET imports/{id}`. */
export const ImportTaskReply = z.object({ import_task: ImportTaskSchema, duration })
/** Reply of `GET imports`. */
export const ImportTasksReply = z.object({ import_tasks: z.array(ImportTaskSchema), duration })
