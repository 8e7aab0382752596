import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { ActivatedRoute, Router, RouterLink } from '@angular/router'
import type { ChannelType } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { ChatApi } from '../../api/chat-api'
import { Session } from '../../session/session'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { StatusChip } from '../../ui/status-chip'
import { TimeText } from '../../ui/time-text'
import { FEATURES, isBuiltIn, purposeOf } from './type-features'

export interface TypesReply {
  readonly channel_types: Readonly<Record<string, ChannelType>>
}

/** The channel types of an app. */
@Component({
  selector: 'app-channel-types-page',
  imports: [ErrorPanel, Icon, MatButton, PageHeader, RouterLink, StatusChip, TimeText],
  templateUrl: './channel-types-page.html',
  styleUrl: './channel-types-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelTypesPage {
  readonly #chat = inject(ChatApi)
  readonly #dialog = inject(MatDialog)
  readonly #router = inject(Router)
  readonly #route = inject(ActivatedRoute)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly types = loaded(() => this.#chat.get<TypesReply>('/channeltypes'))
  protected readonly rows = computed(() => {
    const all = Object.values(this.types.value()?.channel_types ?? {})
    // Your own first: those are what one comes for.
    return [...all.filter(type => !isBuiltIn(type.name)), ...all.filter(type => isBuiltIn(type.name))].map(
      rowOf,
    )
  })

  protected async create(): Promise<void> {
    const { NewTypeDialog } = await import('./new-type-dialog')
    const types = Object.values(this.types.value()?.channel_types ?? {})
    const dialog = this.#dialog.open<unknown, readonly ChannelType[], string>(NewTypeDialog, {
      data: types,
      width: '480px',
    })
    const name = await firstValueFrom(dialog.afterClosed())
    if (name !== undefined) await this.#router.navigate([name], { relativeTo: this.#route })
  }
}

function rowOf(type: ChannelType) {
  const off = FEATURES.filter(({ flag }) => !type[flag]).map(({ label }) => label)
  return {
    name: type.name,
    isBuiltIn: isBuiltIn(type.name),
    purpose: purposeOf(type.name),
    features: `${FEATURES.length - off.length} of ${FEATURES.length}`,
    off: off.length === 0 ? 'Everything is on' : `Off: ${off.join(', ')}`,
    length: type.max_message_length.toLocaleString('en'),
    kept: type.message_retention === 'infinite' ? 'for good' : `${type.message_retention} days`,
    updatedAt: type.updated_at,
  }
}
