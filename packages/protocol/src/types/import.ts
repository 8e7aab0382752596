import type { Duration, Time } from './common.ts'

/** `insert`: what exists already is an error. `upsert`: it is overwritten. */
export type ImportMode = 'insert' | 'upsert'

/** How far an import is. */
export type ImportState =
  | 'uploaded'
  | 'analyzing'
  | 'analyze_failed'
  | 'waiting_confirmation'
  | 'importing'
  | 'completed'
  | 'failed'

/** Body of `POST imports`. */
export interface CreateImportRequest {
  /** Of `POST import_urls`; the file must have been put there. */
  path: string
  mode: ImportMode
  /** On upsert: custom data is merged with what is stored, not replaced. */
  merge_custom?: boolean
}

/** Reply of `POST import_urls`. */
export interface ImportUrlResponse extends Duration {
  path: string
  /** Where to PUT the file (JSON lines, at most 300 MiB), without a token; good for one hour. */
  upload_url: string
}

/** An item of an import's file that can't be imported. */
export interface ImportError {
  error: string
  item_type: string
  item: unknown
  /** 1 is the first. */
  line: number
}

/** What was found in an import's file, and what became of it. */
export interface ImportResult {
  /** The first 100. */
  errors: ImportError[]
  stats: {
    /** Items by type, `messages` say. */
    total: Record<string, number>
  }
}

/** An import. */
export interface ImportTask {
  id: string
  path: string
  mode: ImportMode
  merge_custom: boolean
  state: ImportState
  /** Bytes. */
  size: number
  result: ImportResult | null
  history: ImportTaskChange[]
  created_at: Time
  updated_at: Time
}

/** One step of an import. */
export interface ImportTaskChange {
  created_at: Time
  prev_state: ImportState | ''
  next_state: ImportState
}

/** Reply of `POST imports` and `GET imports/{id}`. */
export interface ImportTaskReply extends Duration {
  import_task: ImportTask
}

/** Reply of `GET imports`. */
export interface ImportTasksReply extends Duration {
  import_tasks: ImportTask[]
}
