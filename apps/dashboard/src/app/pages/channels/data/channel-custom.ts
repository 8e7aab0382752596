import type { ChannelResponse } from '@parley/client'
import type { JsonObject } from '../../../ui/parse-json-object'
import type { ChannelPatch } from '../open-channel'

const BUILT_IN = new Set([
  'id',
  'type',
  'cid',
  'team',
  'created_by',
  'created_at',
  'updated_at',
  'deleted_at',
  'last_message_at',
  'frozen',
  'disabled',
  'cooldown',
  'member_count',
  'message_count',
  'config',
  'truncated_at',
  'truncated_by',
  'auto_translation_enabled',
  'auto_translation_language',
  'filter_tags',
  'hidden',
  'muted',
  'blocked',
  'own_capabilities',
])

/** What the app itself keeps with the channel; its name and image are part of it. */
export function customOf(channel: ChannelResponse): JsonObject {
  return Object.fromEntries(Object.entries(channel).filter(([key]) => !BUILT_IN.has(key)))
}

/** What turns one into the other: other keys are left alone, whoever changes them meanwhile. */
export function customPatch(before: JsonObject, after: JsonObject): ChannelPatch {
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value),
  )
  return {
    set: Object.fromEntries(changed),
    unset: Object.keys(before).filter(key => !Object.hasOwn(after, key)),
  }
}
