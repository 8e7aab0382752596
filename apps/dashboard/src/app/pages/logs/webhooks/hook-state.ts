import type { Tone } from '../../../ui/status-chip'
import type { HookKind, HookView } from './hook-types'

/** How a hook is doing, in a word. */
export interface HookState {
  readonly label: string
  readonly tone: Tone
  /** Whether trying at once may help. */
  readonly isStuck: boolean
}

export function hookState({ isEnabled, status }: HookView): HookState {
  if (!isEnabled) return { label: 'off', tone: 'neutral', isStuck: false }
  if (status?.paused_until !== undefined) return { label: 'paused', tone: 'danger', isStuck: true }
  if (status && status.failures > 0) return { label: 'failing', tone: 'warning', isStuck: true }
  return { label: 'ok', tone: 'success', isStuck: false }
}

const QUEUES: Readonly<Record<string, string>> = {
  sqs: 'Amazon SQS',
  sns: 'Amazon SNS',
}

/** What a hook is told of, in a few words. */
export function hookSubject({ kind, types }: Pick<HookView, 'kind' | 'types'>): string {
  if (kind === 'pending_message') return 'Pending messages'
  const where = QUEUES[kind]
  return where === undefined ? eventsOf(types) : `${where}: ${eventsOf(types)}`
}

const NOUNS = { webhook: 'webhook', pending_message: 'webhook', sqs: 'queue', sns: 'topic' } as const

/** What a hook of a kind is called. */
export function hookNoun(kind: HookKind): string {
  return NOUNS[kind]
}

/** What to type to delete a hook: its host, or the name of its queue or topic. */
export function hookName({ kind, url }: Pick<HookView, 'kind' | 'url'>): string {
  const last = kind === 'sqs' || kind === 'sns' ? url.split(/[/:]/).at(-1) : ''
  return last || shortUrl(url).host
}

function eventsOf(types: HookView['types']): string {
  if (!types) return 'All events'
  const [one = '', two = ''] = types
  if (types.length === 1) return one
  return types.length === 2 ? `${one}, ${two}` : `${one}, ${two} and ${types.length - 2} more`
}

/** The host and what stands behind it, for a narrow place: what could be a password is left out. A topic has a name and no host. */
export function shortUrl(url: string): { readonly host: string; readonly rest: string } {
  const parsed = URL.parse(url)
  if (!parsed?.host) return { host: url, rest: '' }
  return { host: parsed.host, rest: parsed.pathname === '/' ? '' : parsed.pathname }
}
