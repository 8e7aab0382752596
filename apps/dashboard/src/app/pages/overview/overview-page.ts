import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { CurrentApp } from '../../api/current-app'
import { serverAddress } from '../../api/server-address'
import { CodeBlock } from '../../ui/code-block'
import { CopyButton } from '../../ui/copy-button'
import { PageHeader } from '../../ui/page-header'
import { StatusChip } from '../../ui/status-chip'
import { AuthenticationSection } from './authentication-section'
import { connectSnippet } from './connect-snippet'
import { OverviewNumbers } from './overview-numbers'
import { QuickLinks } from './quick-links'

/** The first page of an app: how it goes, how to connect, and who may. */
@Component({
  imports: [
    AuthenticationSection,
    CodeBlock,
    CopyButton,
    OverviewNumbers,
    PageHeader,
    QuickLinks,
    StatusChip,
  ],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewPage {
  protected readonly current = inject(CurrentApp)
  readonly #address = serverAddress()
  protected readonly snippet = computed(() => {
    const app = this.current.opened()
    return app ? connectSnippet(app, this.#address) : ''
  })
}
