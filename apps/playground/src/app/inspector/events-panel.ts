import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { IconComponent } from '@parley/angular'
import { CopyCode } from '../code/copy-code'
import { Look } from '../look/look'
import { matching } from './event-filter'
import { EventLog, type LoggedEvent } from './event-log'

/** Every event as it comes; each can be opened, and the stream can be held. */
@Component({
  selector: 'app-events-panel',
  imports: [CopyCode, IconComponent],
  templateUrl: './events-panel.html',
  styleUrls: ['./inspector.css', './events-panel.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventsPanel {
  protected readonly t = inject(Look).words
  protected readonly log = inject(EventLog)
  protected readonly term = signal('')
  /** Those that were there when the stream was held. */
  protected readonly held = signal<readonly LoggedEvent[] | undefined>(undefined)
  protected readonly opened = signal<ReadonlySet<number>>(new Set())
  protected readonly all = computed(() => this.held() ?? this.log.events())
  protected readonly shown = computed(() => matching(this.all(), this.term()))
  protected readonly waiting = computed(() => {
    const newest = this.held()?.[0]?.number ?? 0
    return this.held() ? this.log.events().filter(({ number }) => number > newest).length : 0
  })

  protected setTerm(event: Event): void {
    this.term.set((event.target as HTMLInputElement).value)
  }

  protected toggleHold(): void {
    this.held.update(held => (held ? undefined : this.log.events()))
  }

  protected clear(): void {
    this.log.clear()
    this.held.update(held => held && [])
    this.opened.set(new Set())
  }

  protected toggle(number: number): void {
    this.opened.update(opened => {
      const next = new Set(opened)
      if (!next.delete(number)) next.add(number)
      return next
    })
  }

  protected timeOf({ atMs }: LoggedEvent): string {
    const date = new Date(atMs)
    const two = (part: number) => String(part).padStart(2, '0')
    return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  }

  protected jsonOf({ event }: LoggedEvent): string {
    return JSON.stringify(event, null, 2)
  }
}
