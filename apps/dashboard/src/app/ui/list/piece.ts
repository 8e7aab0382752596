/** A part of a list that is on the server, and where the part after it begins. */
export interface Piece<T, C = string> {
  readonly items: readonly T[]
  /** Undefined: there is nothing after it. */
  readonly next: C | undefined
}

/** Of a list that was asked for one item more than is shown, to know whether there is something after it. */
export function pieceOf<T, C>(
  asked: readonly T[],
  size: number,
  cursorOf: (last: T) => C | undefined,
): Piece<T, C> {
  const items = asked.slice(0, size)
  const last = items.at(-1)
  return { items, next: asked.length > size && last !== undefined ? cursorOf(last) : undefined }
}
