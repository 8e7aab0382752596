/** How an app makes its first channel. */
export const SNIPPET = `import { ChatClient } from '@parley/client'

const client = new ChatClient(apiKey)
await client.connectUser({ id: 'leela', name: 'Leela' }, token)

const channel = client.channel('messaging', 'planet-express', { name: 'Planet Express' })
await channel.watch()
await channel.sendMessage({ text: 'Good news, everyone!' })`
