import { dirname, join } from 'node:path'

export const rootDir = join(import.meta.dir, '../..')

// The scripts that npm runs are plain JavaScript.
const { angularNode } = (await import(join(rootDir, 'scripts/lib/angular-node.mjs'))) as {
  angularNode: () => string
}

/** Runs a line as a terminal would, with the Node that Angular's tools ask for; a line that fails fails the test. */
export async function run(line: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const path = `${dirname(angularNode())}:${process.env.PATH}`
  const child = Bun.spawn(['bash', '-c', `${line} 2>&1`], {
    cwd,
    env: { ...process.env, NG_CLI_ANALYTICS: 'false', CI: 'true', ...env, PATH: path },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`\`${line}\` ended with ${child.exitCode}:\n${output}`)
  return output
}
