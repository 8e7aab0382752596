/** Why something failed outside of our own code, in few words: an answer that did not come, a file, a database. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const said = error.message.replace(' Is the computer able to access the url?', '')
  const code = 'code' in error ? `${String(error.code)}: ` : ''
  return (said.startsWith(code) ? said : `${code}${said}`).slice(0, 500)
}
