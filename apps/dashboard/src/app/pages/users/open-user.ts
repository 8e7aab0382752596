import { computed, Injectable, inject, signal } from '@angular/core'
import type { UserDetails } from './user-types'
import { UsersApi } from './users-api'

/** The user whose page is open; one per page. */
@Injectable()
export class OpenUser {
  readonly #users = inject(UsersApi)
  readonly #details = signal<UserDetails | undefined>(undefined)
  readonly details = this.#details.asReadonly()
  readonly id = computed(() => this.#details()?.user.id ?? '')
  /** Something of the profile is written and not saved. */
  readonly isEdited = signal(false)
  /** Counts up when somebody did something with the user: what is shown of them is asked for again. */
  readonly changes = signal(0)

  /** @throws ApiError */
  async load(id: string): Promise<UserDetails> {
    const details = await this.#users.find(id)
    this.#details.set(details)
    return details
  }

  async changed(): Promise<void> {
    await this.load(this.id())
    this.changes.update(count => count + 1)
  }
}
