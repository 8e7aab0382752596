import { ChatError, type TaskResponse } from '@parley/protocol'
import type { TaskRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { showResult } from '../exports/export-file.ts'

/** @throws ChatError `not_found` for a task that never was, is another app's, or ended long ago. */
export async function findTask(deps: Deps, actor: Actor, taskId: string): Promise<TaskRecord> {
  const task = await deps.store.read.findTask(actor.app.id, taskId)
  if (!task) throw new ChatError('not_found', `task "${taskId}" does not exist`)
  return task
}

/** The task as the wire shows it; addresses in its result begin with `serverUrl`. */
export function showTask(deps: Deps, task: TaskRecord, serverUrl: string): TaskResponse {
  return {
    task_id: task.id,
    status: task.status,
    created_at: toRfc3339(task.createdAtUs),
    updated_at: toRfc3339(task.updatedAtUs),
    result: task.result ? showResult(deps, task.appId, serverUrl, task.result) : null,
    ...(task.error !== undefined && { error: { description: task.error } }),
  }
}
