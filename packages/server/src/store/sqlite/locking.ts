/** How long another process (the command line, a second server) may keep the file to itself. */
const GIVE_UP_MS = 15_000
const PAUSE_MS = 2

/**
 * Runs a statement that takes a lock. While somebody else has it this waits without holding up
 * the event loop, as SQLite's own waiting would.
 */
export async function runWhenFree(statement: { run(): unknown }): Promise<void> {
  const endMs = performance.now() + GIVE_UP_MS
  for (;;) {
    try {
      statement.run()
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > endMs) throw error
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
