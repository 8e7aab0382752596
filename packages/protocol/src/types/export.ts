import type { Cid, Time } from './common.ts'

/** A channel to export. */
export interface ChannelExport {
  type?: string
  id?: string
  /** Instead of type and id. */
  cid?: Cid
  /** Messages sent from then on. */
  messages_since?: Time
  /** Messages sent until then. */
  messages_until?: Time
}

/** Body of `POST export_channels`. */
export interface ExportChannelsRequest {
  /** 1–25. */
  channels: readonly ChannelExport[]
  /** Deleted messages without their text. */
  clear_deleted_message_text?: boolean
  /** Also what was sent before a channel was last truncated. */
  include_truncated_messages?: boolean
  /** Also channels that were deleted, unless for good. */
  include_soft_deleted_channels?: boolean
  /** Also the users who have to do with the channels. */
  export_users?: boolean
  /** `v1` (the default): one JSON array. `v2`: JSON lines. */
  version?: 'v1' | 'v2'
}

/** `result` of a finished export. */
export interface ExportResult {
  /** Where the file is; good for 24 hours, made anew whenever the task is asked for. */
  url: string
  /** Bytes. */
  size: number
  /** COMPAT: the file's own name in the storage. */
  path: string
  s3_bucket_name: string
}

/** To hooks only: an export is finished. */
export interface ExportEvent<Type extends string> {
  type: Type
  created_at: Time
  task_id: string
  /** Of a success: where the file is, for 24 hours. */
  url?: string
  /** Of a failure. */
  error?: string
  started_at: Time
  finished_at: Time
}

/** What exports tell hooks, by type. */
export interface ExportEventMap {
  'export.channels.success': ExportEvent<'export.channels.success'>
  'export.channels.error': ExportEvent<'export.channels.error'>
  'export.users.success': ExportEvent<'export.users.success'>
  'export.users.error': ExportEvent<'export.users.error'>
}
