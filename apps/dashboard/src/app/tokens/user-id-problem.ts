const MAX_LENGTH = 255

/** Why this can't be the id of a user, as the server would say; undefined when it can. Source: PROTOCOL.md §2. */
export function userIdProblem(id: string): string | undefined {
  if (id.startsWith('!')) return 'must not start with "!": such ids are the server’s own'
  if (id === '') return 'must be a user id, got an empty string'
  if (id.length > MAX_LENGTH) return `must be at most ${MAX_LENGTH} characters, got ${id.length}`
  const wrong = [...id].find(character => !/^[A-Za-z0-9@_-]$/.test(character))
  if (wrong === undefined) return undefined
  const allowed = 'must be a user id, made of a–z A–Z 0–9 @ _ -'
  return `${allowed}; the character ${JSON.stringify(wrong)} (${codePoint(wrong)}) is not allowed`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
