import { afterAll, describe, expect, test } from 'bun:test'
import { barriersIn } from '../src/accessibility.ts'
import { startBrowser } from '../src/browser.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { Site } from '../src/site.ts'
import { VIEWS } from '../src/views.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

for (const colorScheme of ['light', 'dark'] as const) {
  describe(colorScheme, () => {
    test.each(VIEWS.map(view => [view.name, view] as const))(
      '%s has no serious barrier',
      async (name, view) => {
        await using window = await view.open(browser, site, { colorScheme, reducedMotion: 'reduce' })
        await keepScreenshot(window.page, `${name}, ${colorScheme}`)
        expect(await barriersIn(window.page)).toEqual([])
      },
    )
  })
}
