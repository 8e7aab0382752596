import type { Page } from 'playwright-core'

/** What went wrong in a page that nobody meant to go wrong: errors on its console, exceptions, violations of its CSP. */
export class Problems {
  readonly #found: string[] = []
  readonly #forgiven: RegExp[] = []

  watch(page: Page): void {
    page.on('console', message => {
      if (message.type() !== 'error') return
      const { url } = message.location()
      this.#found.push(`console: ${message.text()}${url ? ` (${url})` : ''}`)
    })
    page.on('pageerror', error => this.#found.push(`exception: ${error.stack ?? error.message}`))
    page.on('dialog', dialog => {
      this.#found.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('crash', () => this.#found.push('the page crashed'))
  }

  /** Problems that a test brings about on purpose. */
  forgive(...patterns: readonly RegExp[]): void {
    this.#forgiven.push(...patterns)
  }

  get all(): readonly string[] {
    return this.#found.filter(problem => !this.#forgiven.some(pattern => pattern.test(problem)))
  }
}
