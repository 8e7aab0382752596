import { afterAll } from 'bun:test'
import { type Browser, chromium } from 'playwright-core'
import { CHROMIUM } from './chromium.ts'

/** One Chromium for the tests of a file; it ends with them, however they end. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch(CHROMIUM)
  afterAll(() => browser.close())
  return browser
}
