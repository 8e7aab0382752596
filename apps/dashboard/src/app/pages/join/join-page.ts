import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core'
import { RouterLink } from '@angular/router'
import { ApiError } from '../../api/api-error'
import { send } from '../../api/send'
import type { AdminRole } from '../../api/types'
import { ROLE_TEXTS } from '../../session/role-texts'
import { Countdown } from '../../ui/countdown'
import { ErrorPanel } from '../../ui/error-panel'
import { Enter } from '../entrance/enter'
import { Entrance } from '../entrance/entrance'
import { takeLinkToken } from '../entrance/link-token'
import { NewAccount, type NewPerson } from '../entrance/new-account'
import { PasteLink } from '../entrance/paste-link'

interface InvitationReply {
  readonly email: string
  readonly role: AdminRole
  /** Names; null for all apps. */
  readonly app_names: readonly string[] | null
  readonly expires_at: string
}

/** Where an invitation leads: it says what for, and one makes an account. */
@Component({
  imports: [Entrance, ErrorPanel, NewAccount, PasteLink, RouterLink],
  providers: [Countdown, Enter],
  templateUrl: './join-page.html',
  styleUrl: './join-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class JoinPage {
  protected readonly token = takeLinkToken()
  protected readonly enter = inject(Enter)
  protected readonly invitation = resource({
    params: () => this.token() || undefined,
    loader: ({ params: token }) => send<InvitationReply>('POST', '/invitations/read', { body: { token } }),
  })
  protected readonly invited = computed(() =>
    this.invitation.hasValue() ? this.invitation.value() : undefined,
  )
  protected readonly isLinkBad = computed(() => {
    const error = this.invitation.error()
    return error instanceof ApiError && error.reason === 'link'
  })
  protected readonly roleText = computed(() => ROLE_TEXTS[this.invited()?.role ?? 'viewer'].may)

  protected async join({ name, password }: NewPerson): Promise<void> {
    const refused = await this.enter.by('/invitations/accept', { token: this.token(), name, password }, '/')
    if (refused?.reason === 'link') this.invitation.reload()
  }
}
