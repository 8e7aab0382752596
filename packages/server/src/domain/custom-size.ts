import type { Json } from './records.ts'

/** Bytes of custom data as JSON in UTF-8; 0 when there is none. */
export function customSize(custom: Json | readonly unknown[]): number {
  for (const _ in custom) return Buffer.byteLength(JSON.stringify(custom))
  return 0
}
