import { Injectable, inject } from '@angular/core'
import type { Member } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { Ask } from '../../../ui/ask'
import { Toasts } from '../../../ui/toasts'
import { splitCid, userName } from '../channel-names'
import { OpenChannel } from '../open-channel'

/** What is done to one member; each answers whether it was. */
@Injectable()
export class MemberActions {
  readonly #chat = inject(ChatApi)
  readonly #channel = inject(OpenChannel)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)

  promote({ user_id }: Member): Promise<boolean> {
    return this.#try('Make a moderator', () => this.#channel.update({ add_moderators: [user_id] }))
  }

  demote({ user_id }: Member): Promise<boolean> {
    return this.#try('Take the role back', () => this.#channel.update({ demote_moderators: [user_id] }))
  }

  async remove({ user, user_id }: Member): Promise<boolean> {
    const name = userName(user, user_id)
    const isAgreed = await this.#ask.confirm({
      heading: `Remove ${name} from the channel?`,
      text: 'They are told so, and lose what only members may do. What they said stays. You can add them again.',
      action: 'Remove member',
      isDangerous: true,
    })
    if (!isAgreed) return false
    return this.#try('Remove the member', () => this.#channel.update({ remove_members: [user_id] }))
  }

  unban({ user_id }: Member): Promise<boolean> {
    const query = { target_user_id: user_id, ...splitCid(this.#channel.cid()) }
    return this.#try('Lift the ban', () => this.#chat.delete('/moderation/ban', query))
  }

  async #try(what: string, act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      this.#toasts.failed(error, what)
      return false
    }
  }
}
