import type { Identity } from '../visit/identity'
import { guestId } from '../visit/identity'

/** What an app would write to connect like that. */
export interface Snippets {
  readonly angular: string
  readonly typescript: string
}

interface Where {
  readonly apiKey: string
  readonly baseURL: string
}

/** The code for exactly this choice; `name` is the user's. */
export function snippetsFor(identity: Identity, name: string, where: Where): Snippets {
  return { angular: angular(identity, name, where), typescript: typescript(identity, name, where) }
}

function angular(identity: Identity, name: string, { apiKey }: Where): string {
  const isDevelopment = identity.kind === 'user' && identity.token === 'development'
  const names = ['ChannelService', ...(isDevelopment ? ['ChatClient'] : []), 'ChatClientService']
  const head = `import {\n${names.map(each => `  ${each},\n`).join('')}} from '@parley/angular'\n\n`
  const begin = `${identity.kind === 'anonymous' ? '' : 'const { me } = '}await this.chatService.init(\n  '${apiKey}',\n`
  const filter = identity.kind === 'anonymous' ? "  type: 'livestream'," : '  members: { $in: [me.id] },'
  const list = `await this.channelService.init({\n${filter}\n})`
  return `${head}${development(identity, 'ChatClient.devToken')}${begin}  ${userOf(identity, name)},\n  ${credential(identity)},\n)\n${list}`
}

function typescript(identity: Identity, name: string, { apiKey, baseURL }: Where): string {
  const head = `import { ChatClient } from '@parley/client'\n\nconst client = ChatClient.getInstance('${apiKey}', {\n  baseURL: '${baseURL}',\n})\n`
  const user = userOf(identity, name)
  if (identity.kind === 'anonymous')
    return `${head}await client.connectAnonymousUser()\n\nconst channels = await client.queryChannels({\n  type: 'livestream',\n})`
  const channels =
    '\n\nconst channels = await client.queryChannels({\n  members: { $in: [client.userID] },\n})'
  if (identity.kind === 'guest') return `${head}await client.connectGuestUser(${user})${channels}`
  return `${head}${development(identity, 'client.devToken')}await client.connectUser(\n  ${user},\n  ${credential(identity)},\n)${channels}`
}

function userOf(identity: Identity, name: string): string {
  if (identity.kind === 'anonymous') return 'undefined'
  const id = identity.kind === 'guest' ? guestId(identity.name) : identity.id
  return `{ id: ${quoted(id)}, name: ${quoted(name)} }`
}

function credential(identity: Identity): string {
  if (identity.kind !== 'user') return quoted(identity.kind)
  if (identity.token === 'development') return 'devToken'
  if (identity.token === 'static') return "'eyJhbGciOiJIUzI1NiIs…'"
  return `// called again before a token ends\n  async () => (await fetch('/token')).text()`
}

function development(identity: Identity, make: string): string {
  if (identity.kind !== 'user' || identity.token !== 'development') return ''
  return `const devToken = ${make}(${quoted(identity.id)})\n`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
