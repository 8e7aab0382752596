import { limit, optionalText } from './primitives.ts'

/** Longest cursor that a page is asked for with. */
const CURSOR_MAX_LENGTH = 2048

/** Keys of a request for a page by cursor; a cursor is checked where it is read. */
export function cursorPage(maxLimit: number) {
  return {
    limit: limit(maxLimit),
    next: optionalText(CURSOR_MAX_LENGTH),
    prev: optionalText(CURSOR_MAX_LENGTH),
  }
}
