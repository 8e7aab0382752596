/**
 * How long anything in a test may take before it counts as not happening: what happens on a machine
 * that is busy with other things is late, not wrong.
 */
export const DEADLINE_MS = 20_000

/** Rejects with `what` when the promise has not settled in time. */
export async function within<T>(
  promise: Promise<T>,
  what: string | (() => string),
  ms = DEADLINE_MS,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(typeof what === 'string' ? what : what())), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits until `isTrue`, looking again every few milliseconds. */
export async function eventually(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  ms = DEADLINE_MS,
): Promise<void> {
  const lateAt = performance.now() + ms
  while (!(await isTrue())) {
    if (performance.now() > lateAt) throw new Error(`did not happen within ${ms} ms: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
