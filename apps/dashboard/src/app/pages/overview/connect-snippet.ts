import type { AppView } from '../../api/types'

/** How a page connects to an app; with a development token where that is enough. */
export function connectSnippet(app: AppView, address: string): string {
  const token = app.disable_auth_checks
    ? "client.devToken('ada')) // only while auth checks are off"
    : "'the token your backend made for ada')"
  return [
    "import { ChatClient } from '@parley/client'",
    '',
    `const client = ChatClient.getInstance('${app.api_key}', { baseURL: '${address}' })`,
    `await client.connectUser({ id: 'ada', name: 'Ada' }, ${token}`,
    "const channel = client.channel('livestream', 'lobby')",
    'await channel.watch()',
    "await channel.sendMessage({ text: 'Hello' })",
  ].join('\n')
}
