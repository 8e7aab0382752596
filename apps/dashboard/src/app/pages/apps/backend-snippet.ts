/** What a backend does first: it makes a token for one of its users. */
export function backendSnippet(address: string): string {
  return [
    "import { ServerClient } from '@parley/client/server'",
    '',
    'const { PARLEY_API_KEY, PARLEY_API_SECRET } = process.env',
    `const chat = new ServerClient(PARLEY_API_KEY, PARLEY_API_SECRET, { baseURL: '${address}' })`,
    '',
    '// For whoever is signed in on your website:',
    "const token = await chat.createToken('ada', Math.floor(Date.now() / 1000) + 3600)",
  ].join('\n')
}
