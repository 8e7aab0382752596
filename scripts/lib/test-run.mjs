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
 *
 * With PARLEY_TEST_RERUN=1, as in CI, files that failed run once more, one by one: a noisy machine alone should refuse
 * nobody's change. What passes then is passed, and named as flaky: it is a fault still, of the test or of Parley.
 */
export async function runSuite(name, paths, { env = {}, timeoutMs = TEST_TIMEOUT_MS } = {}) {
  heading(`tests: ${name}`)
  const run = (xml, workers, files) => runTests(name, { xml, workers, files, env, timeoutMs })
  const first = await run(name, Math.min(4, availableParallelism()), paths.map(asPath))
  const files = process.env.PARLEY_TEST_RERUN === '1' ? filesToRerun(first) : []
  if (files.length === 0) return first
  heading(`tests: ${name}, once more: ${files.join(' ')}`)
  return afterRerun(first, await run(`${name}-rerun`, 1, files.map(asPath)))
}

async function runTests(name, { xml, workers, files, env, timeoutMs }) {
  const report = ['--reporter=junit', `--reporter-outfile=${fromRoot('test-results', `${xml}.xml`)}`]
  const args = ['test', `--parallel=${workers}`, `--timeout=${timeoutMs}`, ...report, ...files]
  const { exitCode, output } = await runShown(bunPath, args, { ...cleanEnv(), ...env })
  return readSummary(name, exitCode, output)
}

/** More files than this don't fail by chance. */
const MAX_RERUN_FILES = 5

/** The files whose tests failed; none where something failed that no file explains. */
export function filesToRerun({ failedFiles }) {
  const files = [...new Set(failedFiles)]
  return files.includes('') || files.length > MAX_RERUN_FILES ? [] : files
}

/** Where everything passed the second time, what had failed is flaky; otherwise the first run stands. */
export function afterRerun(first, again) {
  if (again.failed > 0 || again.passed < first.failed) return first
  return outcome({
    passed: first.passed + first.failed,
    skipped: first.skipped,
    flaky: first.failures,
  })
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
  const failed = failedTests(lines)
  // A run that broke off, or found nothing to run, failed without a test that says so.
  if (counts.fail === 0 && (exitCode !== 0 || counts.pass === 0))
    failed.push({ file: '', what: `ended with ${exitCode}` })
  return outcome({
    passed: counts.pass,
    failed: Math.max(counts.fail, failed.length),
    skipped: counts.skip + counts.todo,
    failures: failed.map(({ file, what }) => [`${name}:`, file, what].filter(Boolean).join(' ')),
    failedFiles: failed.map(({ file }) => file),
  })
}

function failedTests(lines) {
  let file = ''
  const failed = []
  // Long runs repeat the failed tests at the end, without their files.
  const repeated = lines.findIndex(line => /^\d+ tests? failed:$/.test(line))
  for (const line of repeated < 0 ? lines : lines.slice(0, repeated)) {
    if (/^\S+\.test\.tsx?:$/.test(line)) file = line.slice(0, -1)
    if (/^(?:\(fail\)|✗) /.test(line)) failed.push({ file, what: line.replace(/^\S+ /, '') })
    if (line.startsWith('# Unhandled error between tests')) failed.push({ file, what: 'could not be loaded' })
  }
  return failed
}

const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [], failedFiles: [], flaky: [] }
const outcome = counts => ({ ...NOTHING, ...counts })

export function sum(results) {
  const total = key => results.reduce((count, result) => count + result[key], 0)
  const all = key => results.flatMap(result => result[key])
  return outcome({
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    failures: all('failures'),
    failedFiles: all('failedFiles'),
    flaky: all('flaky'),
  })
}

/** The last lines of a run: what failed, what failed at first, and the counts. */
export function conclude(result) {
  for (const failure of result.failures) console.log(`failed: ${failure}`)
  for (const failure of result.flaky) console.log(`flaky, passed the second time: ${failure}`)
  process.exitCode = result.failed > 0 ? 1 : 0
  console.log(`\n${summaryLine(result)}`)
}

export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`)
}
