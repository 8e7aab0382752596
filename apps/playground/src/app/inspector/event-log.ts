import { Injectable, inject, signal } from '@angular/core'
import { ChatClientService, type ClientEvent } from '@parley/angular'

/** An event as it came. */
export interface LoggedEvent {
  readonly number: number
  readonly atMs: number
  readonly type: string
  readonly cid: string | undefined
  readonly event: ClientEvent
}

/** More are not kept: the oldest goes. */
const MOST = 300

/** The newest events of this page, the newest first. Runs from the start, so that a panel opened later shows what was. */
@Injectable({ providedIn: 'root' })
export class EventLog {
  readonly events = signal<readonly LoggedEvent[]>([])
  #count = 0

  constructor() {
    inject(ChatClientService).events$.subscribe(event => this.#add(event))
  }

  clear(): void {
    this.events.set([])
  }

  #add(event: ClientEvent): void {
    if (event.type === 'health.check') return
    this.#count += 1
    const cid = 'cid' in event && typeof event.cid === 'string' ? event.cid : undefined
    const logged = { number: this.#count, atMs: Date.now(), type: event.type, cid, event }
    this.events.update(events => [logged, ...events.slice(0, MOST - 1)])
  }
}
