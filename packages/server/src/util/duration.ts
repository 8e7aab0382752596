const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** Reads `90s`, `30m`, `24h`, `7d`, `2w`, or plain seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})([smhdw]?)$/.exec(text.trim())
  if (!match) return undefined
  return Number(match[1]) * (UNIT_SECONDS[match[2] || 's'] ?? 1)
}

/** `3 minutes`: the largest unit that leaves a whole part, for people. */
export function describeDuration(seconds: number): string {
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ]
  for (const [name, size] of units) {
    if (seconds >= size) return plural(Math.floor(seconds / size), name)
  }
  return plural(Math.floor(seconds), 'second')
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
