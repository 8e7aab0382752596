/** Runs `work(0) … work(count - 1)` with at most `width` at once. */
export async function parallel(
  count: number,
  width: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const n = next
      next += 1
      await work(n)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker))
}
