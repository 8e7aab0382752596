import { Injectable, inject } from '@angular/core'
import { Api, path } from '../../api/api'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import type { Piece } from '../../ui/list/piece'
import type { ListedUser, Looking, TaskView, UserConnection, UserDetails, UserPageOf } from './user-types'

const PAGE = 50
const TASK_EVERY_MS = 400

/** What the dashboard asks about users, and does with them. */
@Injectable({ providedIn: 'root' })
export class UsersApi {
  readonly #api = inject(Api)
  readonly #chat = inject(ChatApi)
  readonly #app = inject(CurrentApp)

  async list(
    { standing, search, filter, order }: Looking,
    next: string | undefined,
  ): Promise<Piece<ListedUser>> {
    const hasFilter = Object.keys(filter).length > 0
    const page = await this.#api.get<UserPageOf>(path`/apps/${this.#app.key()}/users`, {
      standing,
      order,
      limit: PAGE,
      search: search || undefined,
      filter: hasFilter ? JSON.stringify(filter) : undefined,
      next,
    })
    return { items: page.users, next: page.next }
  }

  /** Unless deleted. */
  async isThere(id: string): Promise<boolean> {
    const looking = { standing: 'all', search: '', filter: { id }, order: 'created_at' } as const
    return (await this.list(looking, undefined)).items.length > 0
  }

  find(id: string): Promise<UserDetails> {
    return this.#api.get<UserDetails>(this.#of(id))
  }

  connections(id: string): Promise<{ connections: UserConnection[] }> {
    return this.#api.get(`${this.#of(id)}/connections`)
  }

  /** One of them, or all. */
  async disconnect(id: string, connection?: string): Promise<void> {
    const one = connection === undefined ? '' : path`/${connection}`
    await this.#api.delete(`${this.#of(id)}/connections${one}`)
  }

  makeToken(id: string, expiresInSeconds: number): Promise<{ token: string; expires_at: string }> {
    return this.#api.post(`${this.#of(id)}/token`, { expires_in_seconds: expiresInSeconds })
  }

  create(user: Readonly<Record<string, unknown>> & { readonly id: string }): Promise<unknown> {
    return this.#chat.post('/users', { users: { [user.id]: user } })
  }

  update(
    id: string,
    set: Readonly<Record<string, unknown>>,
    unset: readonly string[] = [],
  ): Promise<unknown> {
    return this.#chat.patch('/users', { users: [{ id, set, unset }] })
  }

  restore(id: string): Promise<unknown> {
    return this.#chat.post('/users/restore', { user_ids: [id] })
  }

  deactivate(id: string): Promise<unknown> {
    return this.#chat.post(path`/users/${id}/deactivate`, {})
  }

  reactivate(id: string): Promise<unknown> {
    return this.#chat.post(path`/users/${id}/reactivate`, {})
  }

  unban(query: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#chat.delete('/moderation/ban', query)
  }

  async roles(): Promise<readonly string[]> {
    const { roles } = await this.#chat.get<{ roles: { name: string }[] }>('/roles')
    return roles.map(({ name }) => name).toSorted()
  }

  async delete(body: Readonly<Record<string, unknown>>): Promise<string> {
    return (await this.#chat.post<{ task_id: string }>('/users/delete', body)).task_id
  }

  /** Resolves when a task is over. @throws Error when it failed */
  async ended(taskId: string): Promise<void> {
    for (;;) {
      const { status, error } = await this.#chat.get<TaskView>(path`/tasks/${taskId}`)
      if (status === 'completed') return
      if (status === 'failed') throw new Error(error?.description ?? 'The task failed.')
      await new Promise(resolve => setTimeout(resolve, TASK_EVERY_MS))
    }
  }

  #of(id: string): string {
    return path`/apps/${this.#app.key()}/users/${id}`
  }
}
