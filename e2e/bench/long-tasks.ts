import type { Page } from 'playwright-core'

/** Runs something, and tells how long each task above 50 ms took that the page had meanwhile. */
export async function longTasksDuring(page: Page, run: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const tasks: number[] = []
    const observer = new PerformanceObserver(list =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    )
    observer.observe({ type: 'longtask' })
    Object.assign(globalThis, { longTasks: tasks })
  })
  await run()
  return page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
}
