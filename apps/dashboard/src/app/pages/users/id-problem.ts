/** What is wrong with a new user's id; '' for one that can be used. The server checks it once more. */
export function idProblem(id: string): string {
  if (id === '') return 'An ID is needed.'
  const odd = /[^\w@.-]/u.exec(id)?.[0]
  if (odd !== undefined) return `“${odd}” can’t be in an ID: letters, digits and @ _ - . can.`
  return ''
}
