import { CHANNEL_CUSTOM_MAX_BYTES } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
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

/** Keys of `data` after the schema; absent ones stay as they are. */
export interface ChannelDataInput {
  readonly team?: string | undefined
  readonly frozen?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly cooldown?: number | undefined
  readonly auto_translation_enabled?: boolean | undefined
  readonly auto_translation_language?: string | undefined
  readonly filter_tags?: readonly string[] | undefined
}

/** The columns that `data` writes. */
export function columnsOf(data: ChannelDataInput): ChannelColumns {
  return {
    ...(data.team !== undefined && { team: data.team }),
    ...(data.frozen !== undefined && { frozen: data.frozen }),
    ...(data.disabled !== undefined && { disabled: data.disabled }),
    ...(data.cooldown !== undefined && { cooldownSeconds: data.cooldown }),
    ...(data.auto_translation_enabled !== undefined && {
      autoTranslationEnabled: data.auto_translation_enabled,
    }),
    ...(data.auto_translation_language !== undefined && {
      autoTranslationLanguage: data.auto_translation_language,
    }),
    ...(data.filter_tags !== undefined && { filterTags: [...new Set(data.filter_tags)] }),
  }
}

/** Unsetting a built-in key brings its default back. */
export const UNSET_COLUMNS: Readonly<Record<string, ChannelColumns>> = {
  team: { team: undefined },
  frozen: { frozen: false },
  disabled: { disabled: false },
  cooldown: { cooldownSeconds: 0 },
  auto_translation_enabled: { autoTranslationEnabled: false },
  auto_translation_language: { autoTranslationLanguage: '' },
  filter_tags: { filterTags: [] },
}

/** Never custom data: read-only, or told by other keys of a request. */
const RESERVED = new Set([
  ...Object.keys(UNSET_COLUMNS),
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
  'hidden',
  'muted',
  'blocked',
  'own_capabilities',
])

/** True for keys under which partial updates can't keep custom data. */
export function isReservedChannelKey(key: string): boolean {
  return RESERVED.has(key)
}

/** @throws ChatError `invalid_input` above 5 KiB. */
export function checkChannelCustom(custom: Json): void {
  const bytes = customSize(custom)
  if (bytes <= CHANNEL_CUSTOM_MAX_BYTES) return
  throw invalidField(
    'custom',
    `data of the channel has ${bytes} bytes as JSON, at most ${CHANNEL_CUSTOM_MAX_BYTES} are allowed`,
  )
}
