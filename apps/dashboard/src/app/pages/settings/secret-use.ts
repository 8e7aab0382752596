/** One of an app's secrets, without the secret, and what would end with it. */
export interface SecretUse {
  readonly id: string
  readonly state: 'active' | 'retiring' | 'retired' | 'revoked'
  readonly created_at: string
  readonly retires_at: string | null
  /** How many different tokens. */
  readonly tokens_last_24h: number
  readonly last_used_at: string | null
  readonly open_connections: number
}

/** Those whose tokens are accepted now. */
export function isAccepted({ state }: SecretUse): boolean {
  return state === 'active' || state === 'retiring'
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`

/** In a sentence: what stops working with these secrets. */
export function whatEnds(secrets: readonly SecretUse[]): string {
  const tokens = secrets.reduce((sum, each) => sum + each.tokens_last_24h, 0)
  const open = secrets.reduce((sum, each) => sum + each.open_connections, 0)
  const it = secrets.length === 1 ? 'it' : 'them'
  if (tokens === 0 && open === 0) return `No token signed with ${it} was used in the last 24 hours.`
  const used = counted(tokens, 'token', 'different tokens')
  const connected = counted(open, 'connection is', 'connections are')
  return `In the last 24 hours about ${used} signed with ${it} ${tokens === 1 ? 'was' : 'were'} used, and ${connected} open with such tokens now.`
}

const HOUR = 3_600

/** After how long a secret may retire. */
export const RETIRE_AFTER: readonly { readonly seconds: number; readonly label: string }[] = [
  { seconds: HOUR, label: '1 hour' },
  { seconds: 24 * HOUR, label: '24 hours' },
  { seconds: 7 * 24 * HOUR, label: '7 days' },
  { seconds: 30 * 24 * HOUR, label: '30 days' },
]
