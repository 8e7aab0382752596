import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { rootDir } from './command.ts'

const folder = join(rootDir, 'test-results/screenshots')

/** Keeps a picture of the page, or of all that it scrolls, among the results of the tests; nothing is compared with it. */
export async function keepScreenshot(
  page: Page,
  name: string,
  { fullPage = false }: { readonly fullPage?: boolean } = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', fullPage })
}
