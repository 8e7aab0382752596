import { Injectable, Injector, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Session } from '../session/session'
import { ApiError } from './api-error'
import { type RequestOptions, send } from './send'

/**
 * The dashboard's API. Paths are below `/dashboard/api`: `get('/apps')`. What takes a confirmation asks
 * for the password and goes on; whoever is not signed in is led there.
 * @throws ApiError
 */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #injector = inject(Injector)
  readonly #router = inject(Router)
  readonly #session = inject(Session)

  get<T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal): Promise<T> {
    return this.request<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) })
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.request<T>('POST', path, { body })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>('PATCH', path, { body })
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>('PUT', path, { body })
  }

  delete<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return this.request<T>('DELETE', path, options)
  }

  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    try {
      return await send<T>(method, path, options)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.reason === 'not_signed_in') this.#leave()
      // What one may do was changed meanwhile.
      if (error.reason === 'role') await this.#session.load().catch(() => false)
      if (error.reason !== 'confirmation_required') throw error
      if (!(await this.#confirm())) throw error
      return this.request<T>(method, path, options)
    }
  }

  #leave(): void {
    if (!this.#session.admin()) return
    this.#session.ended()
    const queryParams = { next: this.#router.url }
    void this.#router.navigate(['/sign-in'], { queryParams, state: { hasEnded: true } })
  }

  /** The dialog is loaded when it is needed. */
  async #confirm(): Promise<boolean> {
    const { askForPassword } = await import('../session/confirm-password')
    return askForPassword(this.#injector)
  }
}

/** A path with its parts encoded: ``path`/apps/${key}/users/${id}` ``. */
export function path(texts: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  return texts
    .map((text, at) => text + (at < parts.length ? encodeURIComponent(String(parts[at])) : ''))
    .join('')
}
