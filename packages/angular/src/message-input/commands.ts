import type { Command } from '@parley/client'

/** Commands whose name begins with the term, else those that have it in their name or description. */
export function matchingCommands(term: string, commands: readonly Command[]): Command[] {
  const asked = term.toLowerCase()
  const starting = commands.filter(({ name }) => name.toLowerCase().startsWith(asked))
  if (starting.length > 0) return starting
  return commands.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(asked))
}

/** What one may do in a channel to call these; whoever has no such right would be refused. */
const NEEDED: Readonly<Record<string, string>> = { ban: 'ban-channel-member', unban: 'ban-channel-member' }

/** The commands that can be called with these rights. */
export function allowedCommands(commands: readonly Command[], capabilities: readonly string[]): Command[] {
  return commands.filter(({ name }) => {
    const needed = NEEDED[name]
    return needed === undefined || capabilities.includes(needed)
  })
}

/** The command that a text calls; undefined for any other text. */
export function commandIn(text: string, commands: readonly Command[]): Command | undefined {
  const [, name] = /^\/([A-Za-z0-9_-]{1,64})(?:\s|$)/.exec(text) ?? []
  return name === undefined ? undefined : commands.find(command => command.name === name)
}
