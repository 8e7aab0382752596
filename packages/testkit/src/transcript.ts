import { channelPath, Person } from './person.ts'
import type { TestServer } from './server.ts'

/**
 * A conversation as a language-neutral file (packages/testkit/transcripts): other SDKs replay the
 * same files. Values of `expects` and `with` are matched as parts: keys not named may be anything.
 * `"$name"` in place of a value remembers what stands there; `"{name}"` inside a string puts it in.
 */
export interface Transcript {
  readonly title: string
  readonly people: Readonly<Record<string, 'user' | 'guest' | 'anonymous' | 'server'>>
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly who: string; readonly does: 'connect' | 'disconnect'; readonly details?: Json }
  | { readonly who: string; readonly watches: string; readonly data?: Json }
  | { readonly who: string; readonly sends: Json }
  | {
      readonly who: string
      readonly calls: string
      readonly body?: unknown
      readonly status?: number
      readonly expects?: unknown
    }
  | { readonly who: string; readonly receives: string; readonly with?: unknown }

type Json = Readonly<Record<string, unknown>>
type Memory = Map<string, unknown>

/** Replays a transcript; the first step that does not come true fails with its number and text. */
export async function runTranscript(server: TestServer, transcript: Transcript): Promise<void> {
  const cast = await castOf(server, transcript)
  const memory: Memory = new Map()
  for (const [index, step] of transcript.steps.entries()) {
    await play(cast, memory, step).catch((error: unknown) => {
      throw new Error(`“${transcript.title}”, step ${index + 1} ${JSON.stringify(step)}: ${String(error)}`)
    })
  }
}

async function castOf(server: TestServer, { people }: Transcript): Promise<ReadonlyMap<string, Person>> {
  const cast = new Map<string, Person>()
  for (const [name, kind] of Object.entries(people)) {
    if (kind === 'guest') cast.set(name, await server.guest(name))
    else if (kind === 'anonymous') cast.set(name, server.anonymous())
    else if (kind === 'server') cast.set(name, new Person(server, name, server.serverToken))
    else cast.set(name, server.person(name))
  }
  return cast
}

async function play(cast: ReadonlyMap<string, Person>, memory: Memory, raw: Step): Promise<void> {
  const step = recall(raw, memory) as Step
  const person = cast.get(step.who)
  if (!person) throw new Error(`nobody is called ${step.who}`)
  if ('does' in step) await (step.does === 'connect' ? person.connect(step.details) : person.disconnect())
  else if ('watches' in step) await person.watch(step.watches, step.data)
  else if ('sends' in step) person.socket.send(step.sends)
  else if ('receives' in step) match(await person.next(step.receives), step.with ?? {}, memory, step.receives)
  else await call(person, step, memory)
}

async function call(person: Person, step: Extract<Step, { calls: string }>, memory: Memory): Promise<void> {
  const query = person.connectionId === undefined ? {} : { connection_id: person.connectionId }
  const reply = await person.call(withChannelPath(step.calls), step.body, { query })
  const wanted = step.status ?? 2
  const isWanted = wanted < 10 ? Math.floor(reply.status / 100) === wanted : reply.status === wanted
  if (!isWanted) throw new Error(`answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  match(reply.body, step.expects ?? {}, memory, 'reply')
}

/** `POST messaging:hall/message` → `POST /channels/messaging/hall/message` */
function withChannelPath(endpoint: string): string {
  return endpoint.replace(
    /^(\w+) ([\w-]+:[^/]+)/,
    (_, method: string, cid: string) => `${method} ${channelPath(cid)}`,
  )
}

function recall(value: unknown, memory: Memory): unknown {
  if (typeof value === 'string')
    return value.replace(/\{(\w+)\}/g, (whole, name: string) => String(memory.get(name) ?? whole))
  if (Array.isArray(value)) return value.map(item => recall(item, memory))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recall(item, memory)]))
}

function match(actual: unknown, wanted: unknown, memory: Memory, path: string): void {
  if (typeof wanted === 'string' && wanted.startsWith('$')) {
    if (actual === undefined) throw new Error(`${path} is missing`)
    memory.set(wanted.slice(1), actual)
  } else if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) throw mismatch(path, actual, wanted)
    for (const [index, item] of wanted.entries()) match(actual[index], item, memory, `${path}[${index}]`)
  } else if (typeof wanted === 'object' && wanted !== null) {
    if (typeof actual !== 'object' || actual === null) throw mismatch(path, actual, wanted)
    for (const [key, item] of Object.entries(wanted))
      match((actual as Json)[key], item, memory, `${path}.${key}`)
  } else if (actual !== wanted) {
    throw mismatch(path, actual, wanted)
  }
}

function mismatch(path: string, actual: unknown, wanted: unknown): Error {
  return new Error(`${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`)
}
