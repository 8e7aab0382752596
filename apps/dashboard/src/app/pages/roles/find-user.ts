import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core'
import { MatAutocompleteModule, type MatAutocompleteTrigger } from '@angular/material/autocomplete'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { UserResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { loaded } from '../../ui/load'
import { settled } from './settled'

const SHOWN = 8

/** A user, found by name or id. */
@Component({
  selector: 'app-find-user',
  imports: [MatAutocompleteModule, MatFormFieldModule, MatInput],
  templateUrl: './find-user.html',
  styleUrl: './find.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FindUser {
  /** Of the one who is chosen. */
  readonly id = input('')
  readonly disabled = input(false)
  readonly chosen = output<string>()
  readonly #chat = inject(ChatApi)
  protected readonly text = signal('')
  readonly #asked = settled(this.text)
  readonly #found = loaded(() =>
    this.#chat.get<{ users: UserResponse[] }>('/users', {
      filter_conditions: filterOf(this.#asked().trim()),
      sort: [{ field: 'last_active', direction: -1 }],
      limit: SHOWN,
      include_deactivated_users: true,
    }),
  )
  protected readonly options = computed(() =>
    (this.#found.value()?.users ?? []).map(({ id, name, role }) => ({ id, name: name || id, role })),
  )

  constructor() {
    effect(() => this.text.set(this.id()))
  }

  /** Whoever knows the id, need not choose. */
  protected entered(event: Event, { activeOption }: MatAutocompleteTrigger): void {
    // Enter chooses what is marked in the list.
    if (activeOption || event.defaultPrevented) return
    const text = this.text().trim()
    if (text === this.id()) return
    event.preventDefault()
    this.chosen.emit(text)
  }
}

function filterOf(text: string): object {
  if (text === '') return {}
  return { $or: [{ id: text }, { name: { $autocomplete: text } }, { id: { $autocomplete: text } }] }
}
