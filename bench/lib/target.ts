import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'

export const API_KEY = 'bench-key'
export const SECRET = 'bench-secret-of-32-characters-xx'

/** A server process under load. */
export interface Target {
  readonly name: 'bare' | 'parley'
  readonly pid: number
  readonly port: number
  /** Path that upgrades and answers with one frame, for user number `n`. */
  connectPath(n: number): string
  stop(): Promise<void>
}

/** An HS256 token as a customer's backend would sign it. */
export function signToken(claims: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`
}

export const userId = (n: number): string => `user-${n}`

export async function startBare(): Promise<Target> {
  const { process, dir } = spawn(['bench/bare-server.ts'], {})
  const port = Number(await lineWith(process, /listening (\d+)/))
  return {
    name: 'bare',
    pid: process.pid,
    port,
    connectPath: n => `/connect?authorization=${signToken({ user_id: userId(n) })}`,
    stop: () => stop(process, dir),
  }
}

/** `more` are settings such as `PARLEY_DATABASE_URL`. */
export async function startParley(more: Readonly<Record<string, string>> = {}): Promise<Target> {
  const { process, dir } = spawn(['packages/server/src/main.ts', 'serve'], {
    PARLEY_PORT: '0',
    PARLEY_API_KEY: API_KEY,
    PARLEY_API_SECRET: SECRET,
    PARLEY_RATE_LIMITS: 'off',
    PARLEY_LOG_LEVEL: 'warn',
    ...more,
  })
  const port = Number(await lineWith(process, /http:\/\/127\.0\.0\.1:(\d+)/))
  return {
    name: 'parley',
    pid: process.pid,
    port,
    connectPath: n => {
      const json = encodeURIComponent(
        JSON.stringify({ user_id: userId(n), user_details: { id: userId(n), name: `User ${n}` } }),
      )
      return `/connect?api_key=${API_KEY}&stream-auth-type=jwt&authorization=${signToken({ user_id: userId(n) })}&json=${json}`
    },
    stop: () => stop(process, dir),
  }
}

/** A REST call with the app's server token. */
export async function callServer(
  target: Pick<Target, 'port'>,
  path: string,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${target.port}${path}?api_key=${API_KEY}`, {
    method: 'POST',
    headers: {
      Authorization: signToken({ server: true }),
      'Stream-Auth-Type': 'jwt',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

function spawn(
  command: string[],
  env: Record<string, string>,
): { process: Subprocess<'ignore', 'pipe', 'inherit'>; dir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const child = Bun.spawn(['node_modules/.bin/bun', ...command], {
    env: { ...process.env, BENCH_DIR: dir, PARLEY_DATA_DIR: dir, ...env },
    stdout: 'pipe',
    stdin: 'ignore',
    stderr: 'inherit',
  })
  return { process: child, dir }
}

async function lineWith(child: Subprocess<'ignore', 'pipe', 'inherit'>, pattern: RegExp): Promise<string> {
  const reader = child.stdout.getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the server stopped before it listened: ${text}`)
    text += Buffer.from(value).toString()
    const match = pattern.exec(text)?.[1]
    if (match === undefined) continue
    void drain(reader)
    return match
  }
}

/** A full pipe would stop the server. */
async function drain(reader: { read(): Promise<{ done: boolean }> }): Promise<void> {
  while (!(await reader.read()).done) {
    // only emptying it
  }
}

async function stop(child: Subprocess, dir: string): Promise<void> {
  child.kill('SIGKILL')
  await child.exited
  rmSync(dir, { recursive: true, force: true })
}
