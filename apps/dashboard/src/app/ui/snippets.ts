import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core'
import { CodeBlock } from './code-block'

/** One piece of code in several languages. */
export interface SnippetTab {
  readonly label: string
  readonly code: string
  readonly note?: string
}

let count = 0

/** Code in tabs; the one that is open stays open when the code changes. */
@Component({
  selector: 'app-snippets',
  imports: [CodeBlock],
  templateUrl: './snippets.html',
  styleUrl: './snippets.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Snippets {
  readonly tabs = input.required<readonly SnippetTab[]>()
  protected readonly id = `snippets-${++count}`
  protected readonly open = linkedSignal<readonly SnippetTab[], string>({
    source: this.tabs,
    computation: (tabs, previous) =>
      tabs.find(({ label }) => label === previous?.value)?.label ?? tabs[0]?.label ?? '',
  })
  protected readonly shown = computed(() => this.tabs().find(({ label }) => label === this.open()))

  /** As tabs everywhere: the arrows go from one to the next, and around. */
  protected move(event: KeyboardEvent, row: HTMLElement): void {
    const labels = this.tabs().map(({ label }) => label)
    const at = labels.indexOf(this.open())
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: labels.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const index = (next + labels.length) % labels.length
    this.open.set(labels[index] ?? '')
    row.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus()
  }
}
