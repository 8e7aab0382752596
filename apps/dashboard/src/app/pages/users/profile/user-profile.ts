import { ChangeDetectionStrategy, Component, computed, effect, inject, resource, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import { describe } from '../../../api/api-error'
import { Session } from '../../../session/session'
import { JsonEditor } from '../../../ui/json-editor'
import { Toasts } from '../../../ui/toasts'
import { OpenUser } from '../open-user'
import { splitList } from '../split-list'
import type { UserDetails } from '../user-types'
import { UsersApi } from '../users-api'
import { isEmpty, type ProfileForm, profileChange } from './profile-change'

const NOTHING: ProfileForm = {
  name: '',
  image: '',
  language: '',
  role: 'user',
  teams: [],
  invisible: false,
  custom: {},
}

/** What a user is called, may do and carries along; to be edited by those who may. */
@Component({
  selector: 'app-user-profile',
  imports: [JsonEditor, MatButton, MatFormFieldModule, MatInput, MatSelectModule],
  templateUrl: './user-profile.html',
  styleUrl: './user-profile.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserProfile {
  readonly #open = inject(OpenUser)
  readonly #users = inject(UsersApi)
  readonly #toasts = inject(Toasts)
  readonly #session = inject(Session)
  protected readonly roles = resource({ loader: () => this.#users.roles() })
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)
  /** The same as long as it says the same: what is written meanwhile is kept. */
  readonly #stored = computed(() => formOf(this.#open.details()), {
    equal: (a, b) => isEmpty(profileChange(a, b)),
  })
  protected readonly form = signal<ProfileForm>(NOTHING)
  protected readonly teamsText = signal('')
  protected readonly change = computed(() => profileChange(this.#stored(), this.form()))
  protected readonly isChanged = computed(() => !isEmpty(this.change()))
  protected readonly canEdit = computed(
    () => this.#session.may('admin') && !this.#open.details()?.user.deleted_at,
  )
  protected readonly roleNames = computed(() => {
    const known = this.roles.hasValue() ? this.roles.value() : []
    const { role } = this.form()
    return known.includes(role) ? known : [...known, role]
  })

  constructor() {
    effect(() => this.#show(this.#stored()))
    effect(() => this.#open.isEdited.set(this.isChanged()))
  }

  protected edit(change: Partial<ProfileForm>): void {
    this.form.update(form => ({ ...form, ...change }))
  }

  protected editTeams(text: string): void {
    this.teamsText.set(text)
    this.edit({ teams: splitList(text) })
  }

  protected discard(): void {
    this.#show(this.#stored())
    this.problem.set('')
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    if (this.isBusy() || !this.isChanged()) return
    this.isBusy.set(true)
    this.problem.set('')
    try {
      const { set, unset } = this.change()
      await this.#users.update(this.#open.id(), set, unset)
      await this.#open.changed()
      this.#toasts.done('Saved')
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }

  #show(form: ProfileForm): void {
    this.form.set(form)
    this.teamsText.set(form.teams.join(', '))
  }
}

function formOf(details: UserDetails | undefined): ProfileForm {
  if (!details) return NOTHING
  const { user, custom } = details
  return {
    name: user.name ?? '',
    image: user.image ?? '',
    language: user.language ?? '',
    role: user.role,
    teams: user.teams ?? [],
    invisible: user.invisible === true,
    custom,
  }
}
