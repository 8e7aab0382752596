import { ChangeDetectionStrategy, Component, inject, input, model, signal } from '@angular/core'
import { MatAutocompleteModule } from '@angular/material/autocomplete'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { UserResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'

const WAIT_MS = 200
const MOST = 8

/** A user by id; who has a name or an id like what is typed is proposed. */
@Component({
  selector: 'app-user-field',
  imports: [MatAutocompleteModule, MatFormFieldModule, MatInput],
  templateUrl: './user-field.html',
  styleUrl: './user-field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserField {
  readonly label = input.required<string>()
  readonly hint = input('')
  readonly value = model.required<string>()
  readonly #chat = inject(ChatApi)
  protected readonly users = signal<readonly UserResponse[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined

  protected typed(text: string): void {
    this.value.set(text)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#propose(text.trim()), WAIT_MS)
  }

  /** Two questions that an index answers each; together they would read every user. */
  async #propose(text: string): Promise<void> {
    if (text === '') {
      this.users.set([])
      return
    }
    const ask = (filter_conditions: object) =>
      this.#chat.get<{ users: UserResponse[] }>('/users', { filter_conditions, limit: MOST })
    try {
      const [named, exact] = await Promise.all([ask({ name: { $autocomplete: text } }), ask({ id: text })])
      const both = [...exact.users, ...named.users.filter(({ id }) => id !== text)]
      if (this.value().trim() === text) this.users.set(both.slice(0, MOST))
    } catch {
      // Nothing is proposed; what is typed counts all the same.
      this.users.set([])
    }
  }
}
