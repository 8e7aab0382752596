import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'

/** Ends the script with a message for people, without a stack trace. */
export function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

/** Runs a command to its end, its output on the terminal. True when it succeeded. */
export function runToEnd(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error) console.error(`${command}: ${error.message}`)
  return status === 0
}

/** The exit code a shell would show for a child that ended this way. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}

/** An npm that was killed can't pass anything on; without this the child would stay behind and keep its port. */
function whenNpmDies(then) {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 500)
  watch.unref()
}

/**
 * Runs a command in our place: its input, output, signals and exit code are ours.
 * A terminal's Ctrl-C reaches the whole process group, so it is passed on only where there is no terminal: a
 * second SIGINT would make the child give up its orderly end. npm repeats signals, hence each is passed on once.
 */
export function runForeground(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' })
  const passedOn = new Set()
  const passOn = signal => {
    const alreadyThere = signal === 'SIGINT' && process.stdin.isTTY
    if (!alreadyThere && !passedOn.has(signal)) child.kill(signal)
    passedOn.add(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn)
  whenNpmDies(() => passOn('SIGTERM'))
  return new Promise(resolve => {
    child.once('error', error => {
      console.error(`${command}: ${error.message}`)
      resolve(1)
    })
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)))
  })
}
