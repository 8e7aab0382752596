/** What is wrong with an address that requests are to go to; `''` when nothing is. */
export function addressProblem(text: string): string {
  const url = URL.parse(text.trim())
  return url && /^https?:$/.test(url.protocol) ? '' : 'Must begin with https:// or http://, and name a host'
}

/** Plain http shows what people write to everybody on the way. */
export function isPlainHttp(text: string): boolean {
  const url = URL.parse(text.trim())
  return url?.protocol === 'http:' && !/^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(url.hostname)
}
