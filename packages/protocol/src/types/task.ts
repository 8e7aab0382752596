import type { Duration, Time } from './common.ts'

/** Something that goes on in the background. Kept for 60 days. */
export interface TaskResponse {
  task_id: string
  status: 'waiting' | 'running' | 'completed' | 'failed'
  created_at: Time
  updated_at: Time
  /** What came of it, by its kind; null until `completed`. */
  result: Record<string, unknown> | null
  /** Why it `failed`. */
  error?: { description: string }
}

/** Reply of what starts a task; ask `GET tasks/{id}` how far it is. */
export interface TaskStartedResponse extends Duration {
  task_id: string
}

/** Reply of `GET tasks/{id}`. */
export interface TaskReply extends TaskResponse, Duration {}
