import { dirname, join } from 'node:path'

export const rootDir = join(import.meta.dir, '../..')

// The scripts that npm runs are plain JavaScript.
const { angularNode } = (await import(join(rootDir, 'scripts/lib/angular-node.mjs'))) as {
  angularNode: () => string
}

/** The environment of a terminal in which Angular's tools find the Node they ask for, and ask nothing. */
export function angularEnv(): Record<string, string | undefined> {
  const path = `${dirname(angularNode())}:${process.env.PATH}`
  return { ...process.env, NG_CLI_ANALYTICS: 'false', npm_config_yes: 'true', PATH: path }
}

/** Runs a line as a terminal would; one that fails fails the test. */
export async function run(line: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(['bash', '-c', `${line} 2>&1`], {
    cwd,
    env: { ...angularEnv(), ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`\`${line}\` ended with ${child.exitCode}:\n${output}`)
  return output
}
