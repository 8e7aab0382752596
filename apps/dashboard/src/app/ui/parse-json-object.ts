export type JsonObject = Readonly<Record<string, unknown>>

/** Reads a JSON object that somebody typed; or says what is wrong, and in which line. */
export function parseJsonObject(text: string): { readonly value?: JsonObject; readonly problem?: string } {
  if (text.trim() === '') return { value: {} }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as JsonObject }
    return { problem: 'must be an object: {"key": "value"}' }
  } catch (error) {
    return { problem: `not JSON${lineOf(text, error)}` }
  }
}

/** Browsers name the line or the position, each in words of its own. */
function lineOf(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const line = /line (\d+)/.exec(message)?.[1]
  const position = /position (\d+)/.exec(message)?.[1]
  const counted = position === undefined ? line : text.slice(0, Number(position)).split('\n').length
  return counted === undefined ? ': something is missing at the end' : `, at line ${counted}`
}
