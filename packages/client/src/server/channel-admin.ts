import type {
  BlocklistResponse,
  BlocklistsResponse,
  ChannelBatchRequest,
  ChannelTypeResponse,
  ChannelTypeSettings,
  ChannelTypesResponse,
  Command,
  CommandReply,
  CommandResponse,
  CommandsResponse,
  CreateChannelTypeRequest,
  DeleteCommandResponse,
  EmptyResponse,
  MessageHistoryRequest,
  MessageHistoryResponse,
  MessageReply,
  TaskStartedResponse,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { del, get, path, post, put } from '../net/rest.ts'
import { UserAdmin } from './user-admin.ts'

/** Channels and messages as only a backend may change them: types, blocklists, commands, many at once. */
export abstract class ChannelAdmin extends UserAdmin {
  /** A type of one's own; what is not given is as documented. */
  createChannelType(type: CreateChannelTypeRequest): Call<ChannelTypeResponse<string[]>> {
    return this.call(post('channeltypes', type))
  }

  listChannelTypes(): Call<ChannelTypesResponse> {
    return this.call(get('channeltypes'))
  }

  getChannelType(name: string): Call<ChannelTypeResponse> {
    return this.call(get(path('channeltypes', name)))
  }

  /** Changes the given fields; `grants` replaces role by role, null goes back to the defaults. */
  updateChannelType(
    name: string,
    change: Partial<ChannelTypeSettings> & {
      grants?: Record<string, readonly string[]> | null
      commands?: string[]
    },
  ): Call<ChannelTypeResponse> {
    return this.call(put(path('channeltypes', name), change))
  }

  /** Refused while there are channels of the type. */
  deleteChannelType(name: string): Call<EmptyResponse> {
    return this.call(del(path('channeltypes', name)))
  }

  /** Deletes up to 100 channels; those with many messages go on in the background. */
  deleteChannels(
    cids: readonly string[],
    options: { hard_delete?: boolean } = {},
  ): Call<TaskStartedResponse> {
    return this.call(post('channels/delete', { cids, ...options }))
  }

  /** Does the same to many channels, in the background. */
  updateChannelsBatch(request: ChannelBatchRequest): Call<TaskStartedResponse> {
    return this.call(put('channels/batch', request))
  }

  /** A message that is deleted, too, if asked. */
  override getMessage(id: string, options: { show_deleted_message?: boolean } = {}): Call<MessageReply> {
    return this.call(get(path('messages', id), { ...options }))
  }

  /** Brings a deleted message back, unless nothing of it was kept. */
  undeleteMessage(id: string, undeleted_by: string): Call<MessageReply> {
    return this.call(post(path('messages', id, 'undelete'), { undeleted_by }))
  }

  /** Shows a pending message to everybody. */
  commitMessage(id: string): Call<MessageReply> {
    return this.call(post(path('messages', id, 'commit')))
  }

  /** What messages said before they were edited. */
  queryMessageHistory(
    filter: MessageHistoryRequest['filter'],
    sort: NonNullable<MessageHistoryRequest['sort']> = [],
    options: Pick<MessageHistoryRequest, 'limit' | 'next' | 'prev'> = {},
  ): Call<MessageHistoryResponse> {
    return this.call({ ...post('messages/history', { filter, sort, ...options }), repeatable: true })
  }

  /** Words that channel types refuse or flag. */
  createBlockList(blocklist: { name: string; words: readonly string[] }): Call<BlocklistResponse> {
    return this.call(post('blocklists', blocklist))
  }

  listBlockLists(): Call<BlocklistsResponse> {
    return this.call(get('blocklists'))
  }

  getBlockList(name: string): Call<BlocklistResponse> {
    return this.call(get(path('blocklists', name)))
  }

  updateBlockList(name: string, change: { words: readonly string[] }): Call<BlocklistResponse> {
    return this.call(put(path('blocklists', name), change))
  }

  deleteBlockList(name: string): Call<EmptyResponse> {
    return this.call(del(path('blocklists', name)))
  }

  /** A slash command; channel types name those that their channels have. */
  createCommand(command: Pick<Command, 'name'> & Partial<Command>): Call<CommandReply> {
    return this.call(post('commands', command))
  }

  listCommands(): Call<CommandsResponse> {
    return this.call(get('commands'))
  }

  getCommand(name: string): Call<CommandResponse> {
    return this.call(get(path('commands', name)))
  }

  updateCommand(name: string, change: Partial<Omit<Command, 'name'>>): Call<CommandReply> {
    return this.call(put(path('commands', name), change))
  }

  deleteCommand(name: string): Call<DeleteCommandResponse> {
    return this.call(del(path('commands', name)))
  }
}
