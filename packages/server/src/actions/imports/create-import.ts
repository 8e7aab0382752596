import { ChatError, IMPORTS_DEFAULT_LIMIT, type ImportTask } from '@parley/protocol'
import type { CreateImportBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { type ImportRecord, inState } from '../../domain/imports.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { startTask } from '../tasks/start-task.ts'
import { findImportFile } from './import-urls.ts'

/**
 * Begins the import of a file that was put there before.
 * @throws ChatError `invalid_input` when it was not
 */
export async function createImport(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof CreateImportBody>,
): Promise<ImportTask> {
  const appId = actor.app.id
  const file = await findImportFile(deps, appId, body.path)
  if (!file) {
    throw invalidField(
      'path',
      'names no file: ask POST import_urls for an address and PUT the file there first',
    )
  }
  const atUs = deps.clock()
  const fresh: ImportRecord = {
    id: Bun.randomUUIDv7(),
    appId,
    path: body.path,
    mode: body.mode,
    mergeCustom: body.merge_custom === true,
    state: 'uploaded',
    sizeBytes: file.sizeBytes,
    result: undefined,
    history: [],
    createdAtUs: atUs,
    updatedAtUs: atUs,
  }
  const uploaded = inState(fresh, 'uploaded', atUs)
  const [first] = uploaded.history
  const record = { ...uploaded, history: first ? [{ ...first, prev_state: '' as const }] : [] }
  const input = { importId: record.id }
  await startTask(deps, { appId, kind: 'import', input }, tx => tx.saveImport(record))
  return toImportTask(record)
}

/** @throws ChatError `not_found` */
export async function getImport(deps: Deps, actor: Actor, id: string): Promise<ImportTask> {
  const record = await deps.store.read.findImport(actor.app.id, id)
  if (!record) throw new ChatError('not_found', `import "${id}" does not exist`)
  return toImportTask(record)
}

/** The newest first. */
export async function listImports(
  deps: Deps,
  actor: Actor,
  page: { readonly limit: number | undefined; readonly offset: number | undefined },
): Promise<ImportTask[]> {
  const limit = page.limit || IMPORTS_DEFAULT_LIMIT
  const records = await deps.store.read.listImports(actor.app.id, { limit, offset: page.offset ?? 0 })
  return records.map(toImportTask)
}

function toImportTask(record: ImportRecord): ImportTask {
  return {
    id: record.id,
    path: record.path,
    mode: record.mode,
    merge_custom: record.mergeCustom,
    state: record.state,
    size: record.sizeBytes,
    result: record.result ?? null,
    history: [...record.history],
    created_at: toRfc3339(record.createdAtUs),
    updated_at: toRfc3339(record.updatedAtUs),
  }
}
