const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 without padding: what authenticator apps take, and what people can type. */
export function toBase32(bytes: Uint8Array): string {
  let bits = 0
  let waiting = 0
  let text = ''
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(waiting >>> bits) & 31]
    }
    waiting &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + ALPHABET[(waiting << (5 - bits)) & 31]
}

/** Undefined for what is no base32. Case, spaces, hyphens and padding do not matter. */
export function fromBase32(text: string): Uint8Array | undefined {
  const plain = text.toUpperCase().replace(/[\s=-]/g, '')
  const bytes: number[] = []
  let bits = 0
  let waiting = 0
  for (const letter of plain) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) return undefined
    waiting = (waiting << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((waiting >>> bits) & 255)
    waiting &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}
