import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The code of "Users and tokens", as it stands there, by the title of the snippet. */
function seedSnippets(): Record<string, string> {
  const text = readFileSync(join(import.meta.dir, 'users-and-tokens.txt'), 'utf8')
  const parts = text.split(/^=== (.*)\n/m).slice(1)
  return Object.fromEntries(
    parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : [])),
  )
}

/** What stands for something of the reader's own, and what is put there. */
const PLACEHOLDERS: readonly [string | RegExp, string][] = [
  [/["']<API key>["']/g, 'environment.apiKey'],
  [/["']<user (id|or id)>["']/g, 'environment.userId'],
  [/["']<token or provider>["']/g, 'environment.token'],
  [/["']<token provider>["']/g, '() => environment.fetchToken(userId)'],
  [/["']<channel filters>["']/g, '{ members: { $in: [userId] } }'],
  ['"eyJhbGcIOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."', 'environment.token'],
  [/\(<HTTP call.*>\)\.token/g, '(await environment.askBackend()).token'],
  // not JavaScript as it stands there
  ['() => async {', 'async () => {'],
]

/** An app made of the snippets: only the import is another one, and the placeholders are filled in. */
export function seedApp(): string {
  const snippets = seedSnippets()
  const { switching = '', 'developer token': developer = '', ...plain } = snippets
  const [, , ...lines] = developer.split('\n')
  const methods = Object.entries({ ...plain, 'developer token': lines.join('\n') })
    .map(([title, code]) => `async ${methodName(title)}() {\n${code}}`)
    .join('\n')
  const app = `
import { type ChannelService, type ChatClientService, StreamChat } from '@parley/angular'

export interface Environment {
  apiKey: string
  userId: string
  token: string
  fetchToken: (userId: string) => Promise<string>
  askBackend: () => Promise<{ token: string }>
}

let environment: Environment

export class SeedApp {
  constructor(private readonly chatService: ChatClientService, private readonly channelService: ChannelService, given: Environment) {
    environment = given
  }
  switchTo(userId: string) {
    return this.connectUser(userId)
  }
  ${switching}
  ${methods}
}
`
  return PLACEHOLDERS.reduce((text, [placeholder, code]) => text.replaceAll(placeholder, code), app)
}

function methodName(title: string): string {
  return title.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase())
}
