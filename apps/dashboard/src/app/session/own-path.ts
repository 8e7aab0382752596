/** Where to go after signing in: a page of ours that an address named; anything else leads to the first page. */
export function ownPath(next: string | null | undefined): string {
  const isOwn = next && /^\/(?![/\\])/.test(next) && !/^\/(sign-in|setup|join)\b/.test(next)
  return isOwn ? next : '/'
}
