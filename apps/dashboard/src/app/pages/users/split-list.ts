/** What stands between commas, without blanks, each once. */
export function splitList(text: string): string[] {
  const parts = text.split(',').map(part => part.trim())
  return [...new Set(parts.filter(part => part !== ''))]
}
