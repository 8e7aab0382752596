/** What is in a text that was pasted as a token, and what was around it. */
export interface CleanToken {
  readonly token: string
  /** What was taken off, for a sentence: "quotes". */
  readonly removed: readonly string[]
}

const WRAPPINGS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'the address around it', pattern: /^\S*[?&](?:authorization|token|access_token)=([^&#\s]+)\S*$/i },
  { what: 'the name of the header before it', pattern: /^authorization\s*[:=]\s*(.*)$/is },
  { what: '“Bearer” before it', pattern: /^bearer\s+(.*)$/is },
  { what: 'quotes around it', pattern: /^["'`“”‘’]+(.*?)["'`“”‘’]*[,;]?$/s },
  { what: 'quotes after it', pattern: /^(.*?)["'`“”‘’]+[,;]?$/s },
]

/** Takes off what copying brings along, as often as it is there. */
export function cleanToken(pasted: string): CleanToken {
  let token = pasted.trim()
  const removed = token === pasted ? [] : ['white space around it']
  for (let found = unwrap(token); found; found = unwrap(token)) {
    token = found.token
    removed.push(found.what)
  }
  const whole = token.replace(/\s+/g, '')
  // Words are no token that was broken into lines.
  if (whole !== token && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(whole))
    return { token: whole, removed: [...removed, 'white space inside of it'] }
  return { token, removed }
}

function unwrap(token: string): { token: string; what: string } | undefined {
  for (const { what, pattern } of WRAPPINGS) {
    const inside = pattern.exec(token)?.[1]?.trim()
    if (inside !== undefined && inside !== '' && inside !== token) return { token: inside, what }
  }
  return undefined
}
