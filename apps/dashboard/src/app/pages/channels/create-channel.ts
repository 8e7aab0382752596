import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import type { ChannelStateResponse } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../api/api'
import { describe } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { JsonEditor } from '../../ui/json-editor'
import type { JsonObject } from '../../ui/parse-json-object'
import { idsIn } from './ids-in'
import { UserField } from './user-field'

/** Asks for a channel and makes it; answers its cid, or undefined for none. */
export async function openCreateChannel(
  dialog: MatDialog,
  types: readonly string[],
): Promise<string | undefined> {
  const opened = dialog.open<CreateChannel, readonly string[], string>(CreateChannel, {
    data: types,
    width: '560px',
  })
  return firstValueFrom(opened.afterClosed())
}

@Component({
  imports: [JsonEditor, MatButton, MatDialogModule, MatFormFieldModule, MatInput, MatSelectModule, UserField],
  templateUrl: './create-channel.html',
  styleUrl: '../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CreateChannel {
  protected readonly types = inject<readonly string[]>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<CreateChannel, string>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly creator = signal('')
  protected readonly custom = signal<JsonObject>({})
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async make(
    event: Event,
    form: Readonly<Record<'type' | 'id' | 'name' | 'members' | 'team', string>>,
  ) {
    event.preventDefault()
    if (this.isBusy()) return
    this.isBusy.set(true)
    this.problem.set('')
    try {
      const { channel } = await this.#ask(form)
      this.#dialog.close(channel.cid)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }

  async #ask(form: Readonly<Record<'type' | 'id' | 'name' | 'members' | 'team', string>>) {
    const id = form.id.trim()
    if (id && (await this.#isThere(`${form.type}:${id}`)))
      throw new Error(`There is a channel ${form.type}:${id} already.`)
    const data = {
      ...this.custom(),
      ...(form.name.trim() && { name: form.name.trim() }),
      ...(form.team.trim() && { team: form.team.trim() }),
      members: idsIn(form.members),
      created_by_id: this.creator().trim(),
    }
    const to = id ? path`/channels/${form.type}/${id}/query` : path`/channels/${form.type}/query`
    return this.#chat.post<ChannelStateResponse>(to, { data, state: false })
  }

  /** The endpoint would answer that one, and leave out what was typed here. */
  async #isThere(cid: string): Promise<boolean> {
    const query = { filter_conditions: { cid }, limit: 1, state: false }
    return (await this.#chat.post<{ channels: unknown[] }>('/channels', query)).channels.length > 0
  }
}
