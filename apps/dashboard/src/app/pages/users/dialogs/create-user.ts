import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { JsonEditor } from '../../../ui/json-editor'
import type { JsonObject } from '../../../ui/parse-json-object'
import { idProblem } from '../id-problem'
import { splitList } from '../split-list'
import { UsersApi } from '../users-api'

/** Asks for a user and makes them; answers the id, or undefined for nobody. */
export async function openCreateUser(dialog: MatDialog): Promise<string | undefined> {
  const opened = dialog.open<CreateUser, never, string>(CreateUser, { width: '560px' })
  return firstValueFrom(opened.afterClosed())
}

type Form = Readonly<Record<'id' | 'name' | 'role' | 'teams', string>>

@Component({
  selector: 'app-create-user',
  imports: [JsonEditor, MatButton, MatDialogModule, MatFormFieldModule, MatInput, MatSelectModule],
  templateUrl: './create-user.html',
  styleUrl: './dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CreateUser {
  readonly #dialog = inject<MatDialogRef<CreateUser, string>>(MatDialogRef)
  readonly #users = inject(UsersApi)
  protected readonly roles = resource({ loader: () => this.#users.roles() })
  protected readonly custom = signal<JsonObject>({})
  protected readonly idFault = signal('')
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async make(event: Event, form: Form): Promise<void> {
    event.preventDefault()
    const id = form.id.trim()
    this.idFault.set(idProblem(id))
    this.problem.set('')
    if (this.isBusy() || this.idFault() !== '') return
    this.isBusy.set(true)
    try {
      await this.#make(id, form)
      this.#dialog.close(id)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }

  async #make(id: string, { name, role, teams }: Form): Promise<void> {
    // Writing a user who is there would take away what is not given here.
    if (await this.#users.isThere(id)) {
      this.idFault.set('There is a user with this ID already.')
      throw new Error('Choose another ID, or open that user and edit them.')
    }
    const given = { name: name.trim() || undefined, role: role || undefined }
    await this.#users.create({ ...this.custom(), ...given, teams: splitList(teams), id })
  }
}
