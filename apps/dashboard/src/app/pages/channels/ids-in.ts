/** The ids in a text, with commas or spaces between. */
export function idsIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(id => id !== ''))]
}
