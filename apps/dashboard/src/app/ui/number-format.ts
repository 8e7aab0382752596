const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero',
})

/** "12,345" */
export function wholeNumber(value: number): string {
  return whole.format(value)
}

/** "12.3K" */
export function compactNumber(value: number): string {
  return compact.format(value)
}

/** "12.5"; "1,250" from a hundred on. */
export function rateNumber(value: number): string {
  return value >= 100 ? whole.format(Math.round(value)) : tenths.format(value)
}

/** "+12%" */
export function percentChange(value: number, before: number): string {
  return percent.format((value - before) / before)
}
