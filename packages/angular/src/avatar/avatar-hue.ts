/** How many colours there are: more could not be told from each other. */
const HUES = 12

/** The hue of somebody without a picture, 0 to 359 degrees: the same for an id wherever it is shown. */
export function avatarHue(id: string): number {
  let hash = 0x811c9dc5
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  // the low bits of this hash differ too little between `user-1` and `user-2`
  return (((hash ^ (hash >>> 15)) >>> 0) % HUES) * (360 / HUES)
}
