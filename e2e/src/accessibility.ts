import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe-core calls serious or critical in the page once it has come to rest, one line each. */
export async function barriersIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  await page.evaluate(comesToRest)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.target.join(' ')}`))
}

/** Text that is fading in has little contrast yet. What moves for ever, such as a progress bar, is not waited for. */
async function comesToRest(): Promise<void> {
  const moving = () =>
    document.getAnimations().filter(({ playState, effect }) => {
      return playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY
    })
  for (let found = moving(); found.length > 0; found = moving())
    await Promise.allSettled(found.map(({ finished }) => finished))
}
