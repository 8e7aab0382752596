/** `base64url(header).base64url({"user_id": …}).devtoken`. */
export function devToken(userId: string): string {
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ user_id: userId })}.devtoken`
}

function encode(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
