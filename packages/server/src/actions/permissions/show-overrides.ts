import { ChatError } from '@parley/protocol'
import { parseCid } from '../../domain/channels.ts'
import type { AppRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Deps } from '../deps.ts'

/**
 * What a channel has otherwise than its type, as it is stored: whoever changes one of it sends all of
 * it back, and the chat's API shows only what comes of it.
 * @throws ChatError `not_found` | `invalid_input`
 */
export async function showOverrides({ store }: Deps, { id: appId }: AppRecord, cid: string) {
  const ref = parseCid(cid)
  if (!ref) throw invalidField('cid', 'must be a channel’s type and id, such as messaging:general')
  const channel = await store.read.findChannel(appId, ref.type, ref.id)
  if (!channel || channel.deletedAtUs !== undefined) {
    throw new ChatError('not_found', `channel ${cid} does not exist`)
  }
  return { cid, type: channel.type, config_overrides: channel.configOverrides ?? {} }
}
