import { TimeHistogram } from './time-histogram.ts'

/** So many seconds are remembered of each app. */
export const LIVE_SECONDS = 300
/** Percentiles are of the last minute, in so many parts. */
const PARTS = 6
const PART_SECONDS = 10

/** What happened in one second. */
export interface LiveSample {
  /** Since 1970. */
  readonly second: number
  readonly connections: number
  readonly events: number
  readonly deliveries: number
  readonly messages: number
  readonly requests: number
  /** Milliseconds; undefined when nothing was sent. */
  readonly p99: number | undefined
}

/** Counts of one app. Whoever counts adds to a field; once a second somebody looks. */
export class LiveApp {
  events = 0
  deliveries = 0
  messages = 0
  requests = 0
  /** Connections that were closed for leaving too much unread. */
  dropped = 0
  readonly samples: LiveSample[] = []
  #before = { events: 0, deliveries: 0, messages: 0, requests: 0 }
  readonly #second = new TimeHistogram()
  readonly #parts = Array.from({ length: PARTS }, () => new TimeHistogram())
  #part = 0

  /** A message was sent: how long it took from the request to the watchers' sockets. */
  sent(ms: number): void {
    this.messages++
    this.#second.add(ms)
  }

  /** Of the last minute. */
  times(): TimeHistogram {
    const all = new TimeHistogram()
    for (const part of this.#parts) all.merge(part)
    all.merge(this.#second)
    return all
  }

  sample(second: number, connections: number): void {
    const { events, deliveries, messages, requests } = this
    const before = this.#before
    this.samples.push({
      second,
      connections,
      events: events - before.events,
      deliveries: deliveries - before.deliveries,
      messages: messages - before.messages,
      requests: requests - before.requests,
      p99: this.#second.within(0.99),
    })
    if (this.samples.length > LIVE_SECONDS) this.samples.shift()
    this.#before = { events, deliveries, messages, requests }
    this.#keepTimes(second)
  }

  /** Nothing happened for as long as is remembered. */
  get isIdle(): boolean {
    if (this.samples.length < LIVE_SECONDS || this.dropped > 0) return false
    return this.samples.every(({ connections, events, requests }) => connections + events + requests === 0)
  }

  #keepTimes(second: number): void {
    const part = Math.floor(second / PART_SECONDS) % PARTS
    if (part !== this.#part) this.#parts[part]?.clear()
    this.#part = part
    this.#parts[part]?.merge(this.#second)
    this.#second.clear()
  }
}

/** What apps do right now, on this node, for people who watch. */
export class Live {
  readonly #apps = new Map<number, LiveApp>()
  readonly #processor = new Processor()

  /** Of one processor, in the last seconds; more than 1 where several are at work. */
  get processorShare(): number {
    return this.#processor.share
  }

  of(appId: number): LiveApp {
    let app = this.#apps.get(appId)
    if (!app) {
      app = new LiveApp()
      this.#apps.set(appId, app)
    }
    return app
  }

  /** Called every second. */
  beat(second: number, connectionsOf: (appId: number) => number): void {
    this.#processor.beat()
    for (const [appId, app] of this.#apps) {
      app.sample(second, connectionsOf(appId))
      if (second % 60 === 0 && app.isIdle) this.#apps.delete(appId)
    }
  }
}

const PROCESSOR_SECONDS = 10

/** How busy this process is, over the last seconds. */
class Processor {
  readonly #marks: { readonly atMs: number; readonly usedUs: number }[] = []

  beat(): void {
    const { user, system } = process.cpuUsage()
    this.#marks.push({ atMs: performance.now(), usedUs: user + system })
    if (this.#marks.length > PROCESSOR_SECONDS + 1) this.#marks.shift()
  }

  get share(): number {
    const [first] = this.#marks
    const last = this.#marks.at(-1)
    if (!first || !last || last.atMs === first.atMs) return 0
    return (last.usedUs - first.usedUs) / 1000 / (last.atMs - first.atMs)
  }
}
