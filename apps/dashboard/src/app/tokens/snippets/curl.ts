import type { Snippet, SnippetFacts } from './snippet'

export function curlSnippet({ apiKey, baseUrl, token, userId }: SnippetFacts): Snippet {
  const head = [`TOKEN='${token}'`]
  const auth = '-H "Authorization: $TOKEN" -H "Stream-Auth-Type: jwt"'
  if (userId === undefined) {
    const code = [...head, `curl -s "${baseUrl}/app?api_key=${apiKey}" \\`, `  ${auth}`].join('\n')
    return {
      label: 'curl',
      code,
      note: 'Any endpoint, in nobody’s name: the settings of the app, for a start.',
    }
  }
  const filter = JSON.stringify({ filter_conditions: { members: { $in: [userId] } } })
  const lines = [
    `curl -s "${baseUrl}/channels?api_key=${apiKey}" \\`,
    `  ${auth} \\`,
    `  -H "Content-Type: application/json" -d '${filter}'`,
  ]
  return {
    label: 'curl',
    code: [...head, ...lines].join('\n'),
    note: 'The channels that this user is a member of.',
  }
}
