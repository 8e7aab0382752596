import type { Snippet, SnippetFacts } from './snippet'

export function typescriptSnippet(facts: SnippetFacts): Snippet {
  return facts.userId === undefined ? serverSnippet(facts) : userSnippet(facts, facts.userId)
}

function userSnippet({ apiKey, baseUrl, token }: SnippetFacts, userId: string): Snippet {
  const code = `import { ChatClient } from '@parley/client'

const client = ChatClient.getInstance('${apiKey}', { baseURL: '${baseUrl}' })
const token = '${token}'

const { me } = await client.connectUser({ id: '${userId}' }, token)
console.log(\`connected as \${me.id}\`)`
  const note =
    'In production give a function instead of the token, which asks your backend: it is called again before a token ends.'
  return { label: 'TypeScript', code, note }
}

function serverSnippet({ apiKey, baseUrl, token }: SnippetFacts): Snippet {
  const code = `const token = '${token}'

const reply = await fetch('${baseUrl}/app?api_key=${apiKey}', {
  headers: { authorization: token, 'stream-auth-type': 'jwt' },
})
console.log(await reply.json())`
  const note =
    'On a backend only. ServerClient of @parley/client/server makes its server tokens itself, from the secret.'
  return { label: 'TypeScript', code, note }
}
