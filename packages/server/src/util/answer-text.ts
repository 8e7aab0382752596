/** How an answer begins, to be shown to people; undefined when there is nothing to show. */
export function answerText(answer: Uint8Array | undefined, maxLength: number): string | undefined {
  if (!answer) return undefined
  // A character has four bytes at most: the rest of a long answer need not be decoded.
  const text = new TextDecoder().decode(answer.subarray(0, maxLength * 4)).trim()
  if (text === '') return undefined
  const isWhole = text.length <= maxLength && answer.byteLength <= maxLength * 4
  return isWhole ? text : `${text.slice(0, maxLength)}…`
}
