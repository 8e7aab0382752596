/** What a server's error says, as a sentence of a page: "too many" becomes "Too many." */
export function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1)
  return text === '' || /[.!?…]$/.test(first) ? first : `${first}.`
}
