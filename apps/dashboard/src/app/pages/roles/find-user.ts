import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core'
import type { UserResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { FindBox } from './find-box'
import { findable } from './findable'

const SHOWN = 8

/** A user, found by name or id. */
@Component({
  selector: 'app-find-user',
  imports: [FindBox],
  template: `
    <app-find-box
      label="User"
      placeholder="Name or id"
      [disabled]="disabled()"
      [value]="id()"
      [options]="find.options()"
      [(text)]="find.text"
      (chosen)="chosen.emit($event)"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FindUser {
  /** Of the one who is chosen. */
  readonly id = input('')
  readonly disabled = input(false)
  readonly chosen = output<string>()
  readonly #chat = inject(ChatApi)
  protected readonly find = findable(async text => {
    const { users } = await this.#chat.get<{ users: UserResponse[] }>('/users', {
      filter_conditions: filterOf(text),
      sort: [{ field: 'last_active', direction: -1 }],
      limit: SHOWN,
      include_deactivated_users: true,
    })
    return users.map(({ id, name, role }) => ({ value: id, name: name || id, under: `${id} · ${role}` }))
  })
}

function filterOf(text: string): object {
  if (text === '') return {}
  return { $or: [{ id: text }, { name: { $autocomplete: text } }, { id: { $autocomplete: text } }] }
}
