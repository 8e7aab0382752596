import type {
  AppResponse,
  AppSettings,
  CheckPushRequest,
  CheckPushResponse,
  CheckQueueResponse,
  CreateImportRequest,
  DeadLettersResponse,
  Duration,
  EmptyResponse,
  EventHook,
  ExportChannelsRequest,
  HooksResponse,
  ImportTaskReply,
  ImportTasksReply,
  ImportUrlResponse,
  PermissionRequest,
  PermissionResponse,
  PermissionsResponse,
  PushProviderName,
  PushProviderRequest,
  PushProviderResponse,
  PushProvidersResponse,
  RateLimitsResponse,
  RoleResponse,
  RolesResponse,
  TaskReply,
  TaskStartedResponse,
  TeamUsageRequest,
  TeamUsageResponse,
  Time,
} from '@parley/protocol'
import { Call, localError } from '../call.ts'
import { del, get, patch, path, post, put } from '../net/rest.ts'
import { ChannelAdmin } from './channel-admin.ts'
import type { When } from './user-admin.ts'

/** A receiver of events to set; one without `id` is new. */
export type EventHookUpdate = Partial<EventHook> & Pick<EventHook, 'hook_type'>

/** Settings of an app to change: those it reports, and what is written only, such as secrets of queues. */
export type AppSettingsUpdate = Partial<Omit<AppSettings, 'event_hooks'>> & {
  /** All of them: those that are not here are removed. */
  event_hooks?: readonly EventHookUpdate[]
  [writeOnly: string]: unknown
}

/** How much an app is used: distinct users by month, open connections by minute. */
export interface UsageResponse extends Duration {
  from: Time
  to: Time
  /** By UTC month, `YYYY-MM`. */
  monthly_active_users: { month: string; regular: number; guest: number; total: number }[]
  concurrent_connections: {
    peak: number
    resolution_seconds: number
    peaks: { at: Time; peak: number }[]
  }
}

/** The app itself: settings, rights, pushes, hooks, tasks, exports and imports. */
export abstract class AppAdmin extends ChannelAdmin {
  /** Changes the given settings and no others. */
  updateAppSettings(settings: AppSettingsUpdate): Call<EmptyResponse> {
    return this.call(patch('app', settings))
  }

  override getAppSettings(): Call<AppResponse> {
    return this.call(get('app'))
  }

  /** Tokens of all users that were issued before are refused; null undoes it. */
  revokeTokens(before: When = new Date()): Call<EmptyResponse> {
    return this.call(patch('app', { revoke_tokens_issued_before: before }))
  }

  /** What is left of quotas, by platform and endpoint. */
  getRateLimits(
    options: {
      server_side?: boolean
      web?: boolean
      android?: boolean
      ios?: boolean
      endpoints?: string
    } = {},
  ): Call<RateLimitsResponse> {
    return this.call(get('rate_limits', { ...options }))
  }

  /** Active users and open connections; of the last day unless told otherwise, 93 days at most. */
  getUsage(span: { from?: Time; to?: Time } = {}): Call<UsageResponse> {
    return this.call(get('usage', { ...span }))
  }

  createRole(name: string): Call<RoleResponse> {
    return this.call(post('roles', { name }))
  }

  listRoles(): Call<RolesResponse> {
    return this.call(get('roles'))
  }

  /** Refused while somebody has it. */
  deleteRole(name: string): Call<EmptyResponse> {
    return this.call(del(path('roles', name)))
  }

  createPermission(permission: PermissionRequest): Call<PermissionResponse> {
    return this.call(post('permissions', permission))
  }

  listPermissions(): Call<PermissionsResponse> {
    return this.call(get('permissions'))
  }

  getPermission(id: string): Call<PermissionResponse> {
    return this.call(get(path('permissions', id)))
  }

  updatePermission(id: string, permission: Omit<PermissionRequest, 'id'>): Call<PermissionResponse> {
    return this.call(put(path('permissions', id), permission))
  }

  deletePermission(id: string): Call<EmptyResponse> {
    return this.call(del(path('permissions', id)))
  }

  upsertPushProvider(push_provider: PushProviderRequest): Call<PushProviderResponse> {
    return this.call(post('push_providers', { push_provider }))
  }

  listPushProviders(): Call<PushProvidersResponse> {
    return this.call(get('push_providers'))
  }

  /** Without a name: the one that has none. */
  deletePushProvider({ type, name }: { type: PushProviderName; name?: string }): Call<EmptyResponse> {
    return this.call(del(name ? path('push_providers', type, name) : path('push_providers', type)))
  }

  /** What would be pushed, and whether the user's devices take it. */
  testPushSettings(userId: string, options: Omit<CheckPushRequest, 'user_id'> = {}): Call<CheckPushResponse> {
    return this.call(post('check_push', { user_id: userId, ...options }))
  }

  /** Whether events can be put into this queue. */
  testSQSSettings(
    queue: { sqs_url?: string; sqs_key?: string; sqs_secret?: string; sqs_region?: string } = {},
  ): Call<CheckQueueResponse> {
    return this.call(post('check_sqs', queue))
  }

  /** Whether events can be published to this topic. */
  testSNSSettings(
    topic: {
      sns_topic_arn?: string
      sns_key?: string
      sns_secret?: string
      sns_region?: string
      sns_endpoint?: string
    } = {},
  ): Call<CheckQueueResponse> {
    return this.call(post('check_sns', topic))
  }

  /** How the receivers of events are doing. */
  listHooks(): Call<HooksResponse> {
    return this.call(get('hooks'))
  }

  /** Tries a paused hook at once. */
  resumeHook(hookId: string): Call<EmptyResponse> {
    return this.call(post(path('hooks', hookId, 'resume')))
  }

  /** Events that could not be delivered, the newest first. */
  listDeadLetters(
    options: { hook_id?: string; limit?: number; next?: string } = {},
  ): Call<DeadLettersResponse> {
    return this.call(get('hooks/dead_letters', { ...options }))
  }

  retryDeadLetter(id: string): Call<EmptyResponse> {
    return this.call(post(path('hooks', 'dead_letters', id, 'retry')))
  }

  deleteDeadLetter(id: string): Call<EmptyResponse> {
    return this.call(del(path('hooks', 'dead_letters', id)))
  }

  getTask(taskId: string): Call<TaskReply> {
    return this.call(get(path('tasks', taskId)))
  }

  /**
   * Asks for a task until it is over.
   * @throws ChatError with what went wrong when it failed
   */
  waitForTask(taskId: string, { everyMs = 500 }: { everyMs?: number } = {}): Call<TaskReply> {
    return new Call(async signal => {
      for (;;) {
        const task = await this.getTask(taskId)
        if (task.status === 'completed') return task
        if (task.status === 'failed')
          throw localError(task.error?.description ?? `task ${taskId} failed`, 'usage')
        await new Promise(resolve => setTimeout(resolve, everyMs))
        signal.throwIfAborted()
      }
    })
  }

  /** Exports up to 25 channels as a file; the finished task has its address. */
  exportChannels(request: ExportChannelsRequest): Call<TaskStartedResponse> {
    return this.call(post('export_channels', request))
  }

  getExportChannelStatus(taskId: string): Call<TaskReply> {
    return this.call(get(path('export_channels', taskId)))
  }

  /** Where to put the file of an import. */
  createImportURL(filename: string): Call<ImportUrlResponse> {
    return this.call(post('import_urls', { filename }))
  }

  createImport(
    importPath: string,
    options: Partial<Omit<CreateImportRequest, 'path'>> = {},
  ): Call<ImportTaskReply> {
    return this.call(post('imports', { path: importPath, mode: 'upsert', ...options }))
  }

  getImport(id: string): Call<ImportTaskReply> {
    return this.call(get(path('imports', id)))
  }

  listImports(options: { limit?: number; offset?: number } = {}): Call<ImportTasksReply> {
    return this.call(get('imports', { ...options }))
  }

  /** How much each team uses. */
  queryTeamUsageStats(request: TeamUsageRequest = {}): Call<TeamUsageResponse> {
    return this.call({ ...post('stats/team_usage', request), repeatable: true })
  }
}
