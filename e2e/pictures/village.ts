import { channelPath, type Person, type TestServer } from '@parley/testkit'

const DAY_US = 86_400e6
/** The demo's people come every day, these only when they feel like it. */
const NAMES = [
  'Aiko',
  'Bruno',
  'Chiara',
  'Dawit',
  'Elif',
  'Farah',
  'Goran',
  'Hanna',
  'Ivo',
  'Jomo',
  'Karin',
  'Luan',
  'Mirja',
  'Nils',
  'Oksana',
  'Pablo',
  'Quynh',
  'Rania',
  'Sven',
  'Tomoko',
  'Uma',
  'Viktor',
  'Wanda',
  'Xenia',
  'Yusuf',
  'Zofia',
]
const TEXTS = [
  'Good morning!',
  'Who is in today?',
  'The lamp is back in stock.',
  'On it.',
  'Looks good to me.',
  'Thank you!',
]
/** Where everybody meets. */
export const SQUARE = 'livestream:village-square'

/** A clock that says what it is told, and goes on from there. */
export class ToldClock {
  #aheadUs = 0
  readonly read = (): number => Date.now() * 1000 + this.#aheadUs

  daysAgo(days: number): void {
    this.#aheadUs = -days * DAY_US
  }
}

/** Weeks in the life of an app, day by day through its real doors, so that charts have something to tell. */
export async function liveThrough(server: TestServer, clock: ToldClock, days: number): Promise<void> {
  await server.upsertUsers(...NAMES.map(name => ({ id: name.toLowerCase(), name })))
  const data = { name: 'Village square', created_by_id: 'aiko' }
  await server.ok(`POST ${channelPath(SQUARE)}/query`, { data })
  for (let ago = days; ago > 0; ago--) {
    clock.daysAgo(ago)
    await liveThroughDay(server, ago)
  }
  clock.daysAgo(0)
}

/** Fewer come at the weekend, more as the weeks go by. */
async function liveThroughDay(server: TestServer, ago: number): Promise<void> {
  const isWeekend = new Date(Date.now() - (ago * DAY_US) / 1000).getUTCDay() % 6 === 0
  const busy = (isWeekend ? 0.35 : 1) * (1 - ago / 90)
  const regulars: Person[] = []
  for (const name of pick(NAMES, Math.round(18 * busy), ago))
    regulars.push(await server.connected(name.toLowerCase()))
  const visitors: Person[] = []
  for (let n = 0; n < Math.round(2 * busy); n++) visitors.push(await server.guest(`visitor-${ago}-${n}`))
  for (let n = 0; n < Math.round(7 * busy); n++) visitors.push(server.anonymous())
  for (const visitor of visitors) await visitor.connect()
  for (const [at, person] of regulars.entries()) {
    const said = TEXTS.slice((at * 7 + ago) % TEXTS.length)
    for (const text of said) await person.send(SQUARE, text)
  }
  for (const person of [...regulars, ...visitors]) await person.disconnect()
}

function pick<T>(from: readonly T[], count: number, seed: number): T[] {
  return Array.from({ length: count }, (_, at) => from[(seed * 5 + at * 3) % from.length] as T)
}
