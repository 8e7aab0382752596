import { ChatError, EXPORT_KEPT_DAYS, EXPORT_URL_SECONDS, type ExportResult } from '@parley/protocol'
import type { FileArea, FileRecord, Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { tellHooks } from '../events/hook-event.ts'
import { fileAddress, keyOf } from '../files/file-address.ts'
import { keepFile } from '../files/keep-file.ts'
import type { TaskRun } from '../tasks/kinds.ts'

const DAY_US = 86_400_000_000

/** What an export makes. */
export interface ExportFile {
  readonly area: Extract<FileArea, `exports/${string}`>
  readonly name: string
  readonly mimeType: string
  /** Where the server was reached by who asked; hooks are told an address there. */
  readonly serverUrl: string
  readonly content: AsyncIterable<string>
}

/** A finished export as a task keeps it: the address is made when somebody asks. */
interface KeptExport extends Json {
  readonly exported: Pick<FileRecord, 'area' | 'id' | 'name' | 'sizeBytes'>
}

/**
 * Writes an export's file as it is made, keeps it for 60 days and tells hooks what came of it. Its id
 * is the task's, so that a second run replaces what the first one left.
 */
export async function writeExport(run: TaskRun, { content, ...what }: ExportFile): Promise<Json> {
  const { deps, taskId } = run
  const startedAtUs = deps.clock()
  try {
    await using spooled = await deps.files.spool.write(encoded(content, run.signal))
    const { area, name, mimeType } = what
    const createdAtUs = deps.clock()
    const file: FileRecord = {
      id: taskId,
      appId: run.app.id,
      area,
      name,
      mimeType,
      sizeBytes: spooled.sizeBytes,
      etag: spooled.sha256,
      width: undefined,
      height: undefined,
      userId: undefined,
      channelPk: undefined,
      createdAtUs,
      removeAtUs: createdAtUs + EXPORT_KEPT_DAYS * DAY_US,
    }
    await keepFile(deps, file, spooled)
    const url = fileAddress(deps, what.serverUrl, file, EXPORT_URL_SECONDS)
    await tellEnd(run, what.area, startedAtUs, { url })
    return { exported: { area, id: taskId, name, sizeBytes: file.sizeBytes } } satisfies KeptExport
  } catch (error) {
    if (!run.signal.aborted) await tellEnd(run, what.area, startedAtUs, { error: reasonOf(error) })
    throw error
  }
}

function reasonOf(error: unknown): string {
  return error instanceof ChatError ? error.message : 'internal error; the server’s log says more'
}

const FLUSH_CHARACTERS = 64 * 1024

async function* encoded(content: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let held = ''
  for await (const text of content) {
    signal.throwIfAborted()
    held += text
    if (held.length < FLUSH_CHARACTERS) continue
    yield encoder.encode(held)
    held = ''
  }
  yield encoder.encode(held)
}

async function tellEnd(
  { deps, app, taskId }: TaskRun,
  area: ExportFile['area'],
  startedAtUs: number,
  end: { readonly url: string } | { readonly error: string },
): Promise<void> {
  const what = area === 'exports/users' ? 'users' : 'channels'
  const type = `export.${what}.${'url' in end ? 'success' : 'error'}` as const
  const atUs = deps.clock()
  const said = { task_id: taskId, ...end, started_at: toRfc3339(startedAtUs), finished_at: toRfc3339(atUs) }
  const parts = Object.fromEntries(Object.entries(said).map(([key, value]) => [key, JSON.stringify(value)]))
  const source = { app, kind: 'server', request: undefined } as const
  await deps.store.transaction(tx => tellHooks(tx, source, { type, atUs, parts }))
}

/** The result of a task as it is shown: that of an export gets an address that is good for a day. */
export function showResult(deps: Deps, appId: number, serverUrl: string, result: Json): Json {
  const { exported } = result as Partial<KeptExport>
  if (!exported) return result
  const file = { ...exported, appId }
  return {
    url: fileAddress(deps, serverUrl, file, EXPORT_URL_SECONDS),
    size: exported.sizeBytes,
    path: keyOf(file),
    s3_bucket_name: deps.files.storage.bucket,
  } satisfies ExportResult
}
