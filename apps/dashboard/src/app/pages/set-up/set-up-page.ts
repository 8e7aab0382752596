import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, resource } from '@angular/core'
import { MatAnchor } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import { send } from '../../api/send'
import { Countdown } from '../../ui/countdown'
import { ErrorPanel } from '../../ui/error-panel'
import { Enter } from '../entrance/enter'
import { Entrance } from '../entrance/entrance'
import { takeLinkToken } from '../entrance/link-token'
import { NewAccount, type NewPerson } from '../entrance/new-account'
import { PasteLink } from '../entrance/paste-link'

/** Where the link leads that the server prints while nobody can sign in: one becomes the first admin. */
@Component({
  imports: [Entrance, ErrorPanel, MatAnchor, NewAccount, PasteLink, RouterLink],
  providers: [Countdown, Enter],
  templateUrl: './set-up-page.html',
  styleUrl: './set-up-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SetUpPage {
  protected readonly token = takeLinkToken()
  protected readonly enter = inject(Enter)
  /** Until there is another one. */
  protected readonly isLinkBad = linkedSignal({ source: this.token, computation: () => false })
  protected readonly origin = location.origin
  protected readonly printed = `Dashboard  ${location.origin}/dashboard/setup#Zk3…
This link makes the first admin: once, and within 24 hours.`
  protected readonly state = resource({
    loader: () => send<{ readonly is_set_up: boolean }>('GET', '/state'),
  })
  protected readonly isSetUp = computed(() => this.state.hasValue() && this.state.value().is_set_up)

  protected async setUp(person: NewPerson): Promise<void> {
    const refused = await this.enter.by('/setup', { ...person, token: this.token() }, '/')
    if (refused?.reason === 'link') this.isLinkBad.set(true)
    if (refused) this.state.reload()
  }

  protected take(token: string): void {
    this.enter.problem.set('')
    this.token.set(token)
  }
}
