/**
 * A fresh id. The time stands first, so that a server's index grows at its end.
 * `crypto.randomUUID` is missing on plain-http pages and in React Native.
 */
export function randomId(): string {
  const { crypto } = globalThis as { crypto?: { randomUUID?: () => string } }
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0')
  return `${Date.now().toString(36)}-${crypto?.randomUUID?.() ?? part() + part()}`
}
