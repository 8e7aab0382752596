import { CHANNEL_CUSTOM_MAX_BYTES, ChatError } from '@parley/protocol'
import { customSize } from './custom-size.ts'
import type { ChannelRecord, Json } from './records.ts'

/** Keys of `data` that are columns of the channel. */
export type ChannelColumns = Partial<
  Pick<
    ChannelRecord,
    | 'team'
    | 'frozen'
    | 'disabled'
    | 'cooldownSeconds'
    | 'autoTranslationEnabled'
    | 'autoTranslationLanguage'
    | 'filterTags'
  >
>

/** `data` of a request taken apart: columns, and the custom rest. */
export interface ChannelDataParts {
  readonly columns: ChannelColumns
  readonly custom: Json
}

/** Never custom data: read-only, or told by other keys of the request (spec/models.md §4). */
const RESERVED = new Set([
  'id',
  'type',
  'cid',
  'created_by',
  'created_by_id',
  'created_at',
  'updated_at',
  'deleted_at',
  'last_message_at',
  'member_count',
  'message_count',
  'members',
  'invites',
  'config',
  'config_overrides',
  'truncated_at',
  'truncated_by',
  'truncated_by_id',
  'hidden',
  'muted',
  'blocked',
  'own_capabilities',
])

/** Takes `data` apart. Values have been checked by the schema; null means unset. */
export function splitChannelData(data: Json): ChannelDataParts {
  const columns: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(data)) {
    const column = COLUMNS[key]
    if (column) {
      if (value !== undefined && value !== null) columns[column] = value
    } else if (!RESERVED.has(key) && value !== undefined) {
      custom[key] = value
    }
  }
  if (columns.team === '') delete columns.team
  return { columns, custom }
}

const COLUMNS: Readonly<Record<string, keyof ChannelColumns>> = {
  team: 'team',
  frozen: 'frozen',
  disabled: 'disabled',
  cooldown: 'cooldownSeconds',
  auto_translation_enabled: 'autoTranslationEnabled',
  auto_translation_language: 'autoTranslationLanguage',
  filter_tags: 'filterTags',
}

/** True for keys that partial updates may neither set nor unset as custom data. */
export function isReservedChannelKey(key: string): boolean {
  return RESERVED.has(key) || COLUMNS[key] !== undefined
}

/** @throws ChatError `invalid_input` above 5 KiB. */
export function checkChannelCustom(custom: Json): void {
  const bytes = customSize(custom)
  if (bytes <= CHANNEL_CUSTOM_MAX_BYTES) return
  throw new ChatError(
    'invalid_input',
    `custom data of the channel has ${bytes} bytes as JSON, at most ${CHANNEL_CUSTOM_MAX_BYTES} are allowed`,
  )
}
