/** How long a token is good. */
export type ExpiryChoice = 'never' | 'hour' | 'day' | 'month' | 'date'

export const EXPIRY_CHOICES: readonly { readonly value: ExpiryChoice; readonly label: string }[] = [
  { value: 'hour', label: '1 hour' },
  { value: 'day', label: '1 day' },
  { value: 'month', label: '30 days' },
  { value: 'never', label: 'Never' },
  { value: 'date', label: 'A date' },
]

const SECONDS = { hour: 3_600, day: 86_400, month: 30 * 86_400 } as const

/** What to know of a choice before it is made. */
export const EXPIRY_WORDS: Readonly<Record<ExpiryChoice, string>> = {
  hour: 'As in production: short, and the SDK asks your backend for a new one before it ends. This one is not renewed.',
  day: 'Enough to try things out. When it ends, connections made with it are closed with error 40.',
  month: 'For a prototype that others look at. Whoever finds it can be this user until then.',
  never: 'Good until you revoke it or end the secret. Don’t put it into anything that leaves your machine.',
  date: 'A time in the past makes an expired token, to try out what your app does with it.',
}

/** `exp` in epoch seconds; undefined for never, and for a date that was not given yet. */
export function expirySeconds(choice: ExpiryChoice, date: string, nowSeconds: number): number | undefined {
  if (choice === 'never') return undefined
  return choice === 'date' ? localSeconds(date) : nowSeconds + SECONDS[choice]
}

/** Epoch seconds of what a `datetime-local` field holds, in the time zone of whoever fills it in. */
export function localSeconds(field: string): number | undefined {
  const ms = Date.parse(field)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}
