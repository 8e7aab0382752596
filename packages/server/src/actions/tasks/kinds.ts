import type { App } from '../../domain/app.ts'
import type { Json } from '../../domain/records.ts'
import { runBatch } from '../channels/batch-channels.ts'
import { eraseChannels, eraseMessages } from '../channels/erase-channels.ts'
import type { Deps } from '../deps.ts'
import { runExportChannels } from '../exports/export-channels.ts'
import { runExportUsers } from '../exports/export-users.ts'
import { runImport } from '../imports/run-import.ts'
import { pruneVotes } from '../polls/prune-votes.ts'
import {
  runDeactivateUsers,
  runDeleteCreatedChannels,
  runReactivateUsers,
  runRestoreContent,
} from '../users/run-account-tasks.ts'
import { runDeleteUserMessages } from '../users/run-delete-messages.ts'
import { runDeleteUsers } from '../users/run-delete-users.ts'

/** What a task is given to run with. */
export interface TaskRun {
  readonly deps: Deps
  readonly app: App
  readonly taskId: string
  /** Aborted when the server stops: leave off soon, the task is begun again after the next start. */
  readonly signal: AbortSignal
}

/**
 * Does the work and returns the task's result. After a crash it runs again from the start with the
 * same input, so each of its steps must do no harm when done twice. Work through many rows in
 * transactions of some hundred: others write meanwhile.
 */
export type TaskKind = (run: TaskRun, input: never) => Promise<Json>

/** Every kind of task by the name that is stored; a name is never given another meaning. */
export const TASK_KINDS = {
  deactivate_users: runDeactivateUsers,
  delete_created_channels: runDeleteCreatedChannels,
  delete_user_messages: runDeleteUserMessages,
  batch_channels: runBatch,
  delete_users: runDeleteUsers,
  erase_channels: eraseChannels,
  erase_messages: eraseMessages,
  import: runImport,
  'export-channels': runExportChannels,
  'export-users': runExportUsers,
  prune_votes: pruneVotes,
  reactivate_users: runReactivateUsers,
  restore_user_content: runRestoreContent,
} satisfies Record<string, TaskKind>

export type TaskKindName = keyof typeof TASK_KINDS
