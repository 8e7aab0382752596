import { within } from '@parley/testkit'
import type { Subprocess } from 'bun'
import { angularEnv } from './command.ts'

/** How long a program may take to print what is waited for: it may build web apps first. */
const PATIENCE_MS = 90_000

/** A command line that keeps running, and all that it starts; both end together. */
export class Program implements AsyncDisposable {
  readonly #child: Subprocess<'ignore', 'pipe', 'inherit'>
  readonly #line: string
  #printed = ''
  #more = Promise.withResolvers<void>()

  constructor(line: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.#line = line
    this.#child = Bun.spawn(['bash', '-c', `exec ${line} 2>&1`], {
      cwd,
      env: { ...angularEnv(), ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
    })
    void this.#read()
  }

  /** The first match in what it has printed, now or later. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const match = async (): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(this.#printed)
        if (found) return found
        if (this.#hasEnded) throw new Error(`\`${this.#line}\` ended: ${this.#printed}`)
        await this.#more.promise
      }
    }
    return within(match(), () => `\`${this.#line}\` did not print ${pattern}: ${this.#printed}`, PATIENCE_MS)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return
    process.kill(-this.#child.pid, 'SIGTERM')
    await within(this.#child.exited, `\`${this.#line}\` did not end`, 15_000).catch(error => {
      process.kill(-this.#child.pid, 'SIGKILL')
      throw error
    })
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of this.#child.stdout) {
      this.#printed += decoder.decode(chunk, { stream: true })
      this.#tell()
    }
    await this.#child.exited
    this.#tell()
  }

  #tell(): void {
    this.#more.resolve()
    this.#more = Promise.withResolvers()
  }
}
