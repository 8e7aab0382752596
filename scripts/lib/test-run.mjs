import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { bunPath, fromRoot, rootDir } from './paths.mjs'
import { runToEnd } from './run.mjs'

/** A test that hangs fails after this; real deadlines inside the tests are shorter. */
const TEST_TIMEOUT_MS = 120_000

/** A check that passes or fails as a whole: it counts as one test. */
export function runCheck(name, script, args) {
  heading(name)
  const ok = runToEnd(process.execPath, [fromRoot(script), ...args], { cwd: rootDir })
  return ok ? outcome({ passed: 1 }) : outcome({ failed: 1, failures: [name] })
}

/**
 * Runs `bun test` over paths, files spread over the processor's cores. Each file has its own globals, and its leftovers
 * (servers, sockets, timers) are closed behind it; every server under test has its own port and directory.
 */
export async function runSuite(name, paths, { env = {}, timeoutMs = TEST_TIMEOUT_MS } = {}) {
  heading(`tests: ${name}`)
  const report = ['--reporter=junit', `--reporter-outfile=${fromRoot('test-results', `${name}.xml`)}`]
  const workers = Math.min(4, availableParallelism())
  const args = ['test', `--parallel=${workers}`, `--timeout=${timeoutMs}`, ...report, ...paths.map(asPath)]
  const { exitCode, output } = await runShown(bunPath, args, { ...cleanEnv(), ...env })
  return readSummary(name, exitCode, output)
}

/** Without the dot bun would take `scripts` as part of any file's path. */
const asPath = path => (path.startsWith('/') || path.startsWith('.') ? path : `./${path}`)

/** The settings of a server that the caller may have at hand must not reach the servers under test. */
function cleanEnv() {
  const isSetting = key => key.startsWith('PARLEY_') && !key.startsWith('PARLEY_TEST_')
  const kept = Object.entries(process.env).filter(([key]) => !isSetting(key))
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  return { ...Object.fromEntries(kept), ...colour }
}

function runShown(command, args, env) {
  const child = spawn(command, args, { cwd: rootDir, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks = []
  const show = chunk => {
    chunks.push(chunk)
    process.stdout.write(chunk)
  }
  child.stdout.on('data', show)
  child.stderr.on('data', show)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', exitCode => resolve({ exitCode, output: Buffer.concat(chunks).toString() }))
  })
}

// Colours, for when the terminal has them.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/** Reads bun's closing block (` 12 pass` … `Ran 12 tests`). Without one, or with an exit code it does not explain, the run failed. */
export function readSummary(name, exitCode, output) {
  const lines = output.replace(COLOUR, '').split('\n')
  const end = lines.findLastIndex(line => /^Ran \d+ tests? across/.test(line))
  const counts = { pass: 0, fail: 0, skip: 0, todo: 0 }
  for (let at = end - 1; at >= 0 && lines[at].trim() !== ''; at -= 1) {
    const [, count, kind] = /^\s*(\d+) (pass|fail|skip|todo)$/.exec(lines[at]) ?? []
    if (kind) counts[kind] = Number(count)
  }
  const result = outcome({
    passed: counts.pass,
    failed: counts.fail,
    skipped: counts.skip + counts.todo,
    failures: failedTests(name, lines),
  })
  const unexplained = counts.fail === 0 && (exitCode !== 0 || counts.pass === 0)
  return unexplained
    ? sum([result, outcome({ failed: 1, failures: [`${name}: ended with ${exitCode}`] })])
    : result
}

function failedTests(name, lines) {
  let file = ''
  const failures = []
  // Long runs repeat the failed tests at the end, without their files.
  const repeated = lines.findIndex(line => /^\d+ tests? failed:$/.test(line))
  for (const line of repeated < 0 ? lines : lines.slice(0, repeated)) {
    if (/^\S+\.test\.tsx?:$/.test(line)) file = line.slice(0, -1)
    if (/^(?:\(fail\)|✗) /.test(line)) failures.push(`${name}: ${file} ${line.replace(/^\S+ /, '')}`)
    if (line.startsWith('# Unhandled error between tests'))
      failures.push(`${name}: ${file} could not be loaded`)
  }
  return failures
}

const outcome = ({ passed = 0, failed = 0, skipped = 0, failures = [] }) => ({
  passed,
  failed,
  skipped,
  failures,
})

export function sum(results) {
  return results.reduce(
    (total, result) =>
      outcome({
        passed: total.passed + result.passed,
        failed: total.failed + result.failed,
        skipped: total.skipped + result.skipped,
        failures: [...total.failures, ...result.failures],
      }),
    outcome({}),
  )
}

export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`)
}
