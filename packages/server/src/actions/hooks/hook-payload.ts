import type { Json } from '../../domain/records.ts'
import { renderHtml } from '../../util/markdown.ts'
import type { Posting } from '../commands/posting.ts'
import { requestInfoJson } from '../events/hook-event.ts'
import { toChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'
import { userJson } from '../wire/user.ts'

/** What a blocking hook is told: the message as it would be, who says it, and where. */
export async function hookPayload(
  { deps, actor, author, open, message }: Posting,
  command: { readonly command: string; readonly args: string } | undefined,
  formData?: Json,
): Promise<string> {
  const { channel, config } = open
  const { custom, user: _, user_id: __, mentioned_users: mentions = [], text = '', ...fields } = message
  const ids = [channel.createdById, ...mentions]
  const people = await loadPeople(deps, deps.store.read, channel.appId, ids, [author])
  const user = userJson(deps, author)
  const shown = {
    ...custom,
    ...fields,
    id: message.id ?? '',
    cid: channel.cid,
    type: message.parent_id === undefined ? (message.type ?? 'regular') : 'reply',
    text,
    html: renderHtml(text),
    attachments: message.attachments ?? [],
    mentioned_users: mentions.map(id => people.userOrGhost(id)),
    user_id: author.id,
    user: JSON.parse(user) as Json,
    ...command,
  }
  const info = requestInfoJson(actor)
  return JSON.stringify({
    message: shown,
    user: shown.user,
    channel: toChannel(channel, people, { config }),
    ...(formData && { form_data: formData }),
    ...(info !== undefined && { request_info: JSON.parse(info) as Json }),
  })
}
