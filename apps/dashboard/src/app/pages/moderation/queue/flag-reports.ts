import { Injectable, inject } from '@angular/core'
import type { MessageResponse, QueryFlagReportsResponse } from '@parley/client'
import { Api, path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import type { Decision, FlagReport, ReportedFlag } from './flag-types'

/** Messages around the one that was flagged. */
const AROUND = 7

/** What was flagged in the current app, and deciding about it. */
@Injectable({ providedIn: 'root' })
export class FlagReports {
  readonly #api = inject(Api)
  readonly #chat = inject(ChatApi)
  readonly #app = inject(CurrentApp)
  readonly #session = inject(Session)

  /** The newest first; those after the last one of the page before, which `before` is the `created_at` of. */
  async find(isReviewed: boolean, limit: number, before: string | undefined): Promise<readonly FlagReport[]> {
    const { flag_reports } = await this.#chat.post<QueryFlagReportsResponse>('/moderation/reports', {
      filter_conditions: {
        is_reviewed: isReviewed,
        ...(before !== undefined && { created_at: { $lt: before } }),
      },
      limit,
    })
    return flag_reports
  }

  async flagsOf({ id }: FlagReport): Promise<readonly ReportedFlag[]> {
    const at = path`/apps/${this.#app.key()}/flag_reports/${id}/flags`
    return (await this.#api.get<{ flags: ReportedFlag[] }>(at)).flags
  }

  /** The message that was flagged, and those before and after it. */
  async around({ message, channel_cid: cid = '' }: FlagReport): Promise<readonly MessageResponse[]> {
    const [type, id] = cid.split(':')
    if (!message || type === undefined || id === undefined) return []
    const channel = await this.#chat.post<{ messages: MessageResponse[] }>(
      path`/channels/${type}/${id}/query`,
      {
        state: true,
        messages: { id_around: message.id, limit: AROUND },
      },
    )
    return channel.messages
  }

  /** Says what was decided, and who did. */
  async decide({ id }: FlagReport, decision: Decision): Promise<void> {
    await this.#chat.patch(path`/moderation/reports/${id}`, {
      review_result: decision === 'dismiss' ? 'rejected' : 'approved',
      review_details: { action: decision, by: this.#session.admin()?.email ?? '' },
    })
  }

  reopen({ id }: FlagReport): Promise<unknown> {
    return this.#api.post(path`/apps/${this.#app.key()}/flag_reports/${id}/reopen`)
  }

  deleteMessage(message: MessageResponse): Promise<unknown> {
    return this.#chat.delete(path`/messages/${message.id}`)
  }

  /** Someone must have done it: its author stands for the dashboard. */
  undeleteMessage(message: MessageResponse, authorId: string): Promise<unknown> {
    return this.#chat.post(path`/messages/${message.id}/undelete`, { undeleted_by: authorId })
  }
}
