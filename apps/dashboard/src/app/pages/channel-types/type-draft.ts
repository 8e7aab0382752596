import { computed, type Signal, signal } from '@angular/core'
import type { ChannelType, ChannelTypeSettings } from '@parley/client'
import type { ChangeLine } from '../../ui/review-changes'
import { FEATURES, type Flag } from './type-features'

export interface UsedBlocklist {
  readonly blocklist: string
  readonly behavior: 'flag' | 'block'
}

/** What of a channel type can be changed on its page; grants have a page of their own. */
export interface TypeSettings extends Readonly<Pick<ChannelTypeSettings, Flag>> {
  readonly max_message_length: number
  readonly message_retention: string
  readonly message_throttle: Readonly<NonNullable<ChannelTypeSettings['message_throttle']>> | null
  readonly commands: readonly string[]
  readonly automod: ChannelTypeSettings['automod']
  readonly automod_behavior: 'flag' | 'block'
  /** One list may stand in `blocklist`, from earlier; here it is one of all. */
  readonly blocklists: readonly UsedBlocklist[]
}

export type SettingKey = keyof TypeSettings

const LABELS: Readonly<Record<Exclude<SettingKey, Flag>, string>> = {
  max_message_length: 'Longest message',
  message_retention: 'Keep messages',
  message_throttle: 'Throttle for large rooms',
  commands: 'Commands',
  automod: 'Automod',
  automod_behavior: 'What automod finds',
  blocklists: 'Blocklists',
}

const FLAG_LABELS = new Map<string, string>(FEATURES.map(({ flag, label }) => [flag, label]))

export function labelOf(key: SettingKey): string {
  return FLAG_LABELS.get(key) ?? LABELS[key as keyof typeof LABELS]
}

export function settingsOf(type: ChannelType): TypeSettings {
  const flags = Object.fromEntries(FEATURES.map(({ flag }) => [flag, type[flag] === true]))
  return {
    ...(flags as Pick<ChannelTypeSettings, Flag>),
    max_message_length: type.max_message_length,
    message_retention: type.message_retention,
    message_throttle: type.message_throttle ?? null,
    commands: type.commands.map(command => command.name),
    automod: type.automod,
    automod_behavior: type.automod_behavior,
    blocklists: blocklistsOf(type),
  }
}

function blocklistsOf({ blocklist, blocklist_behavior, blocklists }: ChannelType): UsedBlocklist[] {
  const one = blocklist ? [{ blocklist, behavior: blocklist_behavior ?? 'flag' }] : []
  return [...one, ...(blocklists ?? [])]
}

/** What `PUT channeltypes/{name}` takes: only what changed. */
export function patchOf(before: TypeSettings, after: TypeSettings): Record<string, unknown> {
  const keys = changedKeys(before, after)
  const patch = Object.fromEntries(keys.map(key => [key, after[key]]))
  // All of them stand in one place from then on.
  return keys.includes('blocklists') ? { ...patch, blocklist: '' } : patch
}

export function changedKeys(before: TypeSettings, after: TypeSettings): SettingKey[] {
  const keys = Object.keys(after) as SettingKey[]
  return keys.filter(key => comparable(before, key) !== comparable(after, key))
}

/** In which order commands are named does not count. */
function comparable(settings: TypeSettings, key: SettingKey): string {
  return JSON.stringify(key === 'commands' ? settings.commands.toSorted() : settings[key])
}

export function linesOf(before: TypeSettings, after: TypeSettings): ChangeLine[] {
  return changedKeys(before, after).map(key => ({
    what: labelOf(key),
    before: valueText(key, before),
    after: valueText(key, after),
  }))
}

export function valueText(key: SettingKey, settings: TypeSettings): string {
  const value = settings[key]
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (key === 'message_retention') return value === 'infinite' ? 'for good' : `${value} days`
  if (key === 'message_throttle') return throttleText(settings.message_throttle)
  if (key === 'commands') return settings.commands.map(name => `/${name}`).join(', ') || 'none'
  if (key === 'blocklists') {
    return settings.blocklists.map(each => `${each.blocklist} (${each.behavior}s)`).join(', ') || 'none'
  }
  return String(value)
}

function throttleText(throttle: TypeSettings['message_throttle']): string {
  return throttle ? `${throttle.per_second} a second, ${throttle.burst} at once` : 'off'
}

/** The settings of one type while somebody changes them. */
export class TypeDraft {
  readonly #saved = signal<TypeSettings | undefined>(undefined)
  readonly #edits = signal<Partial<TypeSettings>>({})

  readonly saved = computed(() => this.#saved())
  readonly value: Signal<TypeSettings | undefined> = computed(() => {
    const saved = this.#saved()
    return saved && { ...saved, ...this.#edits() }
  })
  readonly changed = computed(() => {
    const [before, after] = [this.#saved(), this.value()]
    return new Set<SettingKey>(before && after ? changedKeys(before, after) : [])
  })

  /** By field: why what was typed can't be. */
  readonly problems = signal<Readonly<Record<string, string | undefined>>>({})
  readonly hasProblems = computed(() => Object.values(this.problems()).some(text => text !== undefined))

  /** What the server has now. */
  begin(settings: TypeSettings): void {
    this.#saved.set(settings)
    this.discard()
  }

  set<Key extends SettingKey>(key: Key, value: TypeSettings[Key]): void {
    this.#edits.update(edits => ({ ...edits, [key]: value }))
  }

  discard(): void {
    this.#edits.set({})
    this.problems.set({})
  }

  /** `undefined` where a field is fine again. */
  blame(field: string, problem: string | undefined): void {
    this.problems.update(problems => ({ ...problems, [field]: problem }))
  }
}
