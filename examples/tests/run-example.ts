import { join } from 'node:path'

/** An example that runs in a process of its own, as a reader would run it. */
export function runExample(name: string, env: Record<string, string>) {
  return Bun.spawn([process.execPath, join(import.meta.dir, '..', name)], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdout: 'pipe',
    stderr: 'inherit',
  })
}

/** The address in the first line that a server prints. */
export async function printedAddress(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let said = ''
  for await (const chunk of stdout.pipeThrough(
    new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
  )) {
    said += chunk
    const [address] = /http:\S+/.exec(said) ?? []
    if (address && said.includes('\n')) return address
  }
  throw new Error(`it ended without an address: ${said}`)
}
