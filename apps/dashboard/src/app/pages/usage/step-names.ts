import type { Grain } from './usage-types'

const at = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en', options)

/** Minutes and hours are told in the time of whoever looks, days and months are UTC's. */
const SHORT: Readonly<Record<Grain, Intl.DateTimeFormat>> = {
  minute: at({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  hour: at({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  day: at({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: at({ month: 'short', year: '2-digit', timeZone: 'UTC' }),
}
const DAY_OF_HOUR = at({ weekday: 'short', day: 'numeric', month: 'short' })
const DAY_WITHOUT_YEAR = at({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const LONG: Readonly<Record<Grain, Intl.DateTimeFormat>> = {
  minute: at({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
  hour: at({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
  day: at({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  month: at({ month: 'long', year: 'numeric', timeZone: 'UTC' }),
}

/** As it stands below a chart; `steps` says how many there are, since hours of a week need their day. */
export function shortName(iso: string, grain: Grain, steps: number): string {
  const format = grain === 'hour' && steps > 24 ? DAY_OF_HOUR : SHORT[grain]
  return format.format(new Date(iso))
}

/** Of hours of several days, those that begin one are named. */
export function beginsDay(iso: string): boolean {
  return new Date(iso).getHours() === 0
}

export function withoutYear(iso: string, grain: Grain): string {
  return grain === 'day' ? DAY_WITHOUT_YEAR.format(new Date(iso)) : longName(iso, grain)
}

/** "Sat, 21 Nov 2026" */
export function longName(iso: string, grain: Grain): string {
  return LONG[grain].format(new Date(iso))
}

const MONTH = at({ month: 'long', timeZone: 'UTC' })

/** "November" of "2026-11". */
export function monthAlone(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`))
}

/** "November 2026" of "2026-11". */
export function monthName(month: string): string {
  return longName(`${month}-01T00:00:00Z`, 'month')
}
