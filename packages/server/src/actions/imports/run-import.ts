import { ChatError } from '@parley/protocol'
import { type ImportRecord, inState } from '../../domain/imports.ts'
import type { Json } from '../../domain/records.ts'
import type { StoredFile } from '../../files/files.ts'
import { keyOf } from '../files/file-address.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { ImportAnalysis } from './analyze-import.ts'
import { ImportApplication } from './apply-import.ts'
import { findImportFile } from './import-urls.ts'
import { type Item, type Line, readItems } from './read-items.ts'

/** Lines looked at together. */
const ANALYZED_AT_ONCE = 1_000
/** Items written in one transaction. */
const WRITTEN_AT_ONCE = 200

/**
 * Looks at an import's file, and if nothing is wrong writes what is in it. Once it has begun to write it
 * does not look again: what it wrote itself would seem to be there already.
 */
export async function runImport(run: TaskRun, { importId }: { readonly importId: string }): Promise<Json> {
  const { deps, app } = run
  const record = await deps.store.read.findImport(app.id, importId)
  if (!record) throw new Error(`import ${importId} is gone`)
  if (record.state === 'completed') return { import_id: importId }
  try {
    const file = await openFile(run, record)
    const ready = record.state === 'importing' ? record : await analyze(run, record, file)
    if (ready.state === 'analyze_failed')
      throw new ChatError('invalid_input', 'the file has errors: see the import')
    await write(run, ready, file)
    await save(run, inState(ready, 'completed', deps.clock()))
    return { import_id: importId }
  } catch (error) {
    const last = await deps.store.read.findImport(app.id, importId)
    const isOver = run.signal.aborted || !last || last.state === 'analyze_failed'
    if (!isOver) await save(run, inState(last, 'failed', deps.clock()))
    throw error
  }
}

async function openFile({ deps, app }: TaskRun, { path }: ImportRecord): Promise<StoredFile> {
  const file = await findImportFile(deps, app.id, path)
  const content = file && (await deps.files.storage.open(keyOf(file)))
  if (!content) throw new ChatError('not_found', `the file ${path} is gone`)
  return content
}

async function save({ deps }: TaskRun, record: ImportRecord): Promise<ImportRecord> {
  await deps.store.transaction(tx => tx.saveImport(record))
  return record
}

async function analyze(run: TaskRun, record: ImportRecord, file: StoredFile): Promise<ImportRecord> {
  const { deps, app, signal } = run
  const begun =
    record.state === 'analyzing' ? record : await save(run, inState(record, 'analyzing', deps.clock()))
  const analysis = new ImportAnalysis(deps, app, record.mode)
  for await (const lines of readItems(file, ANALYZED_AT_ONCE)) {
    signal.throwIfAborted()
    await analysis.look(lines)
  }
  const { result, isGood } = analysis.result()
  return save(run, inState(begun, isGood ? 'importing' : 'analyze_failed', deps.clock(), result))
}

async function write(run: TaskRun, record: ImportRecord, file: StoredFile): Promise<void> {
  const application = new ImportApplication(run.deps, record)
  for await (const lines of readItems(file, WRITTEN_AT_ONCE)) {
    run.signal.throwIfAborted()
    await application.write(itemsOf(lines))
  }
  for await (const lines of readItems(file, ANALYZED_AT_ONCE)) await application.mute(itemsOf(lines))
  await application.count()
}

function itemsOf(lines: readonly Line[]): Item[] {
  return lines.flatMap(line => ('good' in line ? [line.good] : []))
}
