import { inject, type Signal } from '@angular/core'
import type { Command, UserResponse } from '@parley/client'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import type { SuggestionSource } from './suggestions'

/** When fewer members than these are found, others are asked for, too. */
const FEW = 3

/** Members of the open channel, those who are there, then everybody the user may find. In an injection context. */
export function peopleFor(commands: Signal<readonly Command[]>): SuggestionSource {
  const channels = inject(ChannelService)
  const chat = inject(ChatClientService)
  const isOther = ({ id }: UserResponse) => id !== chat.user()?.id
  return {
    commands,
    people: () => {
      const { members = {}, watchers = {}, latestMessages = [] } = channels.activeChannelState() ?? {}
      const writers = latestMessages.flatMap(({ user }) => (user ? [user] : []))
      const known = [
        ...Object.values(members).map(({ user }) => user),
        ...Object.values(watchers),
        ...writers,
      ]
      return known.filter(isOther)
    },
    findPeople: async term => {
      const members = await channels.autocompleteMembers(term)
      if (members.length >= FEW || term === '') return members
      const users = await chat.autocompleteUsers(term).catch(() => [])
      return [...members, ...users].filter(isOther)
    },
  }
}
