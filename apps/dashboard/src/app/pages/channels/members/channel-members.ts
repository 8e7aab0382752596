import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatMenuModule } from '@angular/material/menu'
import { RouterLink } from '@angular/router'
import type { Member } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { askForBan } from '../../../bans/ask-for-ban'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import type { FilterExample } from '../../../ui/filter-editor/filter-editor'
import { Icon } from '../../../ui/icon'
import { ListTools } from '../../../ui/list/list-tools'
import { paged } from '../../../ui/list/paged'
import { type Piece, pieceOf } from '../../../ui/list/piece'
import { Pager } from '../../../ui/pager'
import type { JsonObject } from '../../../ui/parse-json-object'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { splitCid, userName } from '../channel-names'
import { OpenChannel } from '../open-channel'
import { MemberActions } from './member-actions'

const PAGE = 50

interface Looking {
  readonly cid: string
  readonly search: string
  readonly filter: JsonObject
}

const EXAMPLES: readonly FilterExample[] = [
  { label: 'Moderators', filter: () => ({ channel_role: 'channel_moderator' }) },
  { label: 'Banned here', filter: () => ({ banned: true }) },
  { label: 'Invited, no answer yet', filter: () => ({ invite: 'pending' }) },
]

/** Who is in the channel, in pages, by the order of their ids. */
@Component({
  selector: 'app-channel-members',
  imports: [
    EmptyState,
    ErrorPanel,
    Icon,
    ListTools,
    MatButton,
    MatMenuModule,
    Pager,
    RouterLink,
    StatusChip,
    TimeText,
  ],
  providers: [MemberActions],
  templateUrl: './channel-members.html',
  styleUrls: ['../../../ui/controls.css', './channel-members.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelMembers {
  readonly #chat = inject(ChatApi)
  readonly #dialog = inject(MatDialog)
  protected readonly channel = inject(OpenChannel)
  protected readonly app = inject(CurrentApp)
  protected readonly session = inject(Session)
  protected readonly actions = inject(MemberActions)
  protected readonly examples = EXAMPLES
  protected readonly name = userName
  protected readonly search = signal('')
  protected readonly filter = signal<JsonObject>({})
  readonly #looking = computed<Looking>(() => ({
    cid: this.channel.cid(),
    search: this.search(),
    filter: this.filter(),
  }))
  protected readonly found = paged(this.#looking, (looking, after: string | undefined) =>
    this.#find(looking, after),
  )
  protected readonly isNarrowed = computed(
    () => this.search() !== '' || Object.keys(this.filter()).length > 0,
  )

  async #find({ cid, search, filter }: Looking, after: string | undefined): Promise<Piece<Member>> {
    const wanted: JsonObject[] = Object.keys(filter).length > 0 ? [filter] : []
    if (search) wanted.push({ $or: [{ name: { $autocomplete: search } }, { id: search }] })
    const payload = {
      ...splitCid(cid),
      filter_conditions: wanted.length > 1 ? { $and: wanted } : (wanted[0] ?? {}),
      sort: [{ field: 'user_id', direction: 1 }],
      limit: PAGE + 1,
      ...(after !== undefined && { user_id_gt: after }),
    }
    const { members } = await this.#chat.get<{ members: Member[] }>('/members', payload)
    return pieceOf(members, PAGE, ({ user_id }) => user_id)
  }

  protected clear(): void {
    this.search.set('')
    this.filter.set({})
  }

  protected async add(): Promise<void> {
    const { openAddMembers } = await import('./add-members')
    await this.#afterwards(openAddMembers(this.#dialog, this.channel))
  }

  protected async ban(member: Member): Promise<void> {
    const proposal = { userId: member.user_id, cid: this.channel.cid(), isHere: true }
    await this.#afterwards(askForBan(this.#dialog, proposal).then(done => done !== undefined))
  }

  protected async changeRole(member: Member): Promise<void> {
    const { openChangeRole } = await import('./change-role')
    await this.#afterwards(openChangeRole(this.#dialog, { member, channel: this.channel }))
  }

  protected async act(done: Promise<boolean>): Promise<void> {
    await this.#afterwards(done)
  }

  async #afterwards(done: Promise<boolean>): Promise<void> {
    if (await done) await Promise.all([this.found.reload(), this.channel.reload()])
  }
}
