import { computed, Injectable, signal } from '@angular/core'
import { ApiError } from '../api/api-error'
import { send } from '../api/send'
import type { AdminRole, AdminView } from '../api/types'

export interface SessionReply {
  readonly admin: AdminView
  /** How many are left. */
  readonly recovery_codes: number
}

const RANK: Readonly<Record<AdminRole, number>> = { viewer: 0, admin: 1, owner: 2 }

/** Who is signed in. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #reply = signal<SessionReply | undefined>(undefined)

  readonly admin = computed(() => this.#reply()?.admin)
  readonly recoveryCodes = computed(() => this.#reply()?.recovery_codes ?? 0)

  /** Whether the one who is signed in may do what takes this role. */
  may(needed: AdminRole): boolean {
    const role = this.admin()?.role
    return role !== undefined && RANK[role] >= RANK[needed]
  }

  /**
   * Asks the server who is signed in; false for nobody.
   * @throws ApiError when it can't be asked
   */
  async load(): Promise<boolean> {
    try {
      this.#reply.set(await send<SessionReply>('GET', '/session'))
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'not_signed_in') throw error
      this.ended()
      return false
    }
  }

  /** After whatever answers who is signed in from now on. */
  took(reply: SessionReply): void {
    this.#reply.set(reply)
  }

  async signOut(): Promise<void> {
    try {
      await send('POST', '/sign_out')
    } finally {
      this.ended()
    }
  }

  ended(): void {
    this.#reply.set(undefined)
  }
}
