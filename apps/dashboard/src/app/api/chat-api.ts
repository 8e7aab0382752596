import { Injectable, inject } from '@angular/core'
import { Api, path as pathOf } from './api'
import { CurrentApp } from './current-app'

/**
 * The chat's own API, called as the current app's server. Paths and bodies are those of docs/api:
 * `get('/users', { filter_conditions: {} })`.
 * @throws ApiError
 */
@Injectable({ providedIn: 'root' })
export class ChatApi {
  readonly #api = inject(Api)
  readonly #app = inject(CurrentApp)

  /** `payload` is what the endpoint takes as JSON in its query. */
  get<T>(path: string, payload?: unknown, query: Readonly<Record<string, string | number>> = {}): Promise<T> {
    const given = payload === undefined ? query : { ...query, payload: JSON.stringify(payload) }
    return this.#api.get<T>(this.#below(path), given)
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#api.post<T>(this.#below(path), body)
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#api.put<T>(this.#below(path), body)
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#api.patch<T>(this.#below(path), body)
  }

  delete<T>(path: string, query: Readonly<Record<string, string | number | boolean>> = {}): Promise<T> {
    return this.#api.delete<T>(this.#below(path), { query })
  }

  #below(path: string): string {
    return `${pathOf`/apps/${this.#app.key()}/chat`}${path}`
  }
}
