import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { serverAddress } from '../../api/server-address'
import type { AppView } from '../../api/types'
import { CodeBlock } from '../../ui/code-block'
import { connectSnippet } from '../overview/connect-snippet'

/** From nothing to two people talking, in three steps. */
@Component({
  selector: 'app-first-steps',
  imports: [CodeBlock, RouterLink],
  templateUrl: './first-steps.html',
  styleUrl: './first-steps.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FirstSteps {
  readonly app = input.required<AppView>()
  readonly hasPlayground = input(false)
  readonly #address = serverAddress()
  protected readonly snippet = computed(() => connectSnippet(this.app(), this.#address))
}
