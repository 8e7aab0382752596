import type { ChannelResponse } from '@parley/protocol'
import type { PartialUpdateChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import {
  checkChannelCustom,
  columnsOf,
  isReservedChannelKey,
  UNSET_COLUMNS,
} from '../../domain/channels-data.ts'
import { checkOverrides } from '../../domain/check-config.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import { applyPaths } from '../../domain/set-paths.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { toChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'
import { planNamedUser } from './acting-user.ts'
import { ChannelChange } from './channel-change.ts'
import { checkDataChange } from './check-data-change.ts'
import { type ChannelRef, capabilitiesOf, checkServer, openChannel } from './open-channel.ts'

export type PartialUpdateChannelInput = z.output<typeof PartialUpdateChannelBody>

/**
 * Sets and unsets single keys of a channel's data; dotted paths reach inside custom data.
 * @throws ChatError `not_allowed` | `invalid_input` | `not_found`
 */
export async function partialUpdateChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: PartialUpdateChannelInput,
): Promise<ChannelResponse> {
  const acting = await planNamedUser(deps, actor, { user: body.user, user_id: body.user_id })
  const user = acting?.user
  const { channel } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const open = await openChannel(tx, actor, ref, user?.id)
      const { config_overrides: overrides, filter_tags: tags, ...set } = body.set
      const unset = Object.assign({}, ...body.unset.map(key => UNSET_COLUMNS[key] ?? {}))
      const { custom, ...data } = set
      const touchesCustom = Object.keys(custom).length > 0 || body.unset.some(key => !UNSET_COLUMNS[key])
      checkDataChange(deps, actor, open, { data: { ...data, ...changedByUnset(body.unset) }, touchesCustom })
      if (overrides !== undefined || body.unset.includes('config_overrides'))
        checkServer(actor, 'config_overrides')
      if (overrides) checkOverrides(actor.app, overrides, 'set.config_overrides.')
      if (tags !== undefined || body.unset.includes('filter_tags')) checkServer(actor, 'filter_tags')
      const change = new ChannelChange(deps, tx, actor, open, user)
      await change.update(nextRecord({ ...open.channel, ...unset }, body))
      return { change, channel: await show(change) }
    },
    done => announceAll(deps, done.change.log.announcements),
  )
  return channel
}

/** What unsetting means for the grants that are needed. */
function changedByUnset(unset: readonly string[]) {
  return {
    ...(unset.includes('frozen') && { frozen: false }),
    ...(unset.includes('cooldown') && { cooldown: 0 }),
    ...(unset.includes('disabled') && { disabled: false }),
    ...(unset.includes('team') && { team: '' }),
  }
}

function nextRecord(channel: ChannelRecord, { set, unset }: PartialUpdateChannelInput): ChannelRecord {
  const custom = applyPaths(channel.custom, set.custom, unset, isReservedChannelKey)
  checkChannelCustom(custom)
  const next = { ...channel, ...columnsOf(set), custom }
  if (unset.includes('config_overrides')) return { ...next, configOverrides: undefined }
  if (set.config_overrides === undefined || set.config_overrides === null) return next
  return {
    ...next,
    configOverrides: Object.keys(set.config_overrides).length === 0 ? undefined : set.config_overrides,
  }
}

async function show(change: ChannelChange): Promise<ChannelResponse> {
  const { deps, tx, actor, channel } = change
  const known = change.user ? [change.user] : []
  const people = await loadPeople(
    deps,
    tx,
    channel.appId,
    [channel.createdById, channel.truncatedById],
    known,
  )
  const open = { ...change.open, channel, config: change.config }
  return toChannel(channel, people, {
    config: open.config,
    ownCapabilities: capabilitiesOf(deps, actor, open),
  })
}
