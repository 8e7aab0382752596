import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  Injector,
  inject,
  signal,
  viewChild,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Api, path } from '../../api/api'
import { describe } from '../../api/api-error'
import { CurrentApp } from '../../api/current-app'
import type { Authentication, IdentityProvider } from '../../api/types'
import { Icon } from '../../ui/icon'
import { Toasts } from '../../ui/toasts'
import { PROVIDER_FIELDS, type ProviderField } from './provider-fields'

interface Tested {
  readonly provider: IdentityProvider
  readonly keys: readonly { readonly id: string; readonly type: string }[]
}

/** Adds an identity provider once it answered on the spot. */
@Component({
  selector: 'app-add-provider-dialog',
  imports: [Icon, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './add-provider-dialog.html',
  styleUrl: './add-provider-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddProviderDialog {
  readonly #api = inject(Api)
  readonly #injector = inject(Injector)
  protected readonly result = viewChild<ElementRef<HTMLElement>>('result')
  readonly #current = inject(CurrentApp)
  readonly #toasts = inject(Toasts)
  readonly #dialog = inject<MatDialogRef<AddProviderDialog>>(MatDialogRef)
  readonly #path = path`/apps/${this.#current.key()}/identity_providers`
  protected readonly more = PROVIDER_FIELDS
  protected readonly input = signal<Readonly<Partial<Record<ProviderField, string>>>>({})
  protected readonly tested = signal<Tested | undefined>(undefined)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)
  protected readonly hasIssuer = computed(() => (this.input().issuer ?? '').trim() !== '')
  protected readonly keyIds = computed(() =>
    (this.tested()?.keys ?? []).map(({ id, type }) => (id ? `${id} (${type})` : type)).join(', '),
  )

  /** What was found out is about what was asked, no longer about this. */
  protected typed(field: ProviderField, value: string): void {
    this.input.update(input => ({ ...input, [field]: value }))
    this.tested.set(undefined)
    this.problem.set('')
  }

  protected async test(event: Event): Promise<void> {
    event.preventDefault()
    if (!this.hasIssuer()) {
      this.problem.set('Type the issuer: the “iss” of its tokens, such as https://login.example.com/')
      return
    }
    await this.#try(async () => {
      this.tested.set(await this.#api.post<Tested>(`${this.#path}/test`, this.#body()))
      this.#showResult()
    })
  }

  protected async add(): Promise<void> {
    await this.#try(async () => {
      const reply = await this.#api.post<{ authentication: Authentication }>(this.#path, this.#body())
      this.#current.took({ authentication: reply.authentication })
      this.#toasts.done('The identity provider is added: its tokens are accepted')
      this.#dialog.close()
    })
  }

  #body(): Record<string, string> {
    const given = Object.entries(this.input()).map(([field, value]) => [field, value.trim()] as const)
    return Object.fromEntries(given.filter(([, value]) => value !== ''))
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return
    this.isBusy.set(true)
    this.problem.set('')
    try {
      await act()
    } catch (error) {
      this.problem.set(describe(error))
      this.#showResult()
    } finally {
      this.isBusy.set(false)
    }
  }

  /** It is below what may be a long form. */
  #showResult(): void {
    const show = () => this.result()?.nativeElement.scrollIntoView({ block: 'nearest' })
    afterNextRender(show, { injector: this.#injector })
  }
}
