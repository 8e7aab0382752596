import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { Problems } from './problems.ts'

/** How long anything in a browser may take before it counts as not happening: the machine may be slow and busy. */
export const PATIENCE_MS = Number(process.env.PARLEY_TEST_PATIENCE_MS ?? 30_000)

/** Somebody with a browser of their own: own storage, own window. Whatever goes wrong in it fails the test at its end. */
export class Visitor implements AsyncDisposable {
  readonly page: Page
  readonly problems = new Problems()
  readonly #context: BrowserContext

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context
    this.page = page
    this.problems.watch(page)
  }

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    context.setDefaultTimeout(PATIENCE_MS)
    return new Visitor(context, await context.newPage())
  }

  /** Cuts the network, or mends it. */
  setOffline(offline: boolean): Promise<void> {
    return this.#context.setOffline(offline)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close()
    const { all } = this.problems
    if (all.length === 0) return
    const error = new Error(`went wrong in the browser:\n${all.join('\n')}`)
    // Where the test itself failed, the runner shows that one only.
    console.error(error.message)
    throw error
  }
}
