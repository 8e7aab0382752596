import { expect, test } from 'bun:test'
import { join } from 'node:path'

const library = join(import.meta.dir, '../lib/test-run.mjs')
interface Outcome {
  passed: number
  failed: number
  skipped: number
  failures: string[]
  failedFiles: string[]
  flaky: string[]
}
const { readSummary, filesToRerun, afterRerun, sum, summaryLine } = (await import(library)) as {
  readSummary(name: string, exitCode: number, output: string): Outcome
  filesToRerun(first: Outcome): string[]
  afterRerun(first: Outcome, again: Outcome): Outcome
  sum(results: Outcome[]): Outcome
  summaryLine(outcome: Outcome): string
}

const GREEN =
  '\na.test.ts:\n(pass) works\n\n 3 pass\n 1 skip\n 2 todo\n 0 fail\nRan 6 tests across 2 files. [1.00ms]\n'
const RED = [
  'a.test.ts:',
  ' 99 pass',
  '(fail) adds up [0.10ms]',
  '',
  'b.test.ts:',
  '',
  '# Unhandled error between tests',
  '',
  '1 tests failed:',
  '(fail) adds up [0.10ms]',
  '',
  ' 1 pass',
  ' 2 fail',
  ' 1 error',
  'Ran 3 tests across 2 files. [1.00ms]',
].join('\n')

test('counts come from the closing block alone', () => {
  expect(readSummary('sqlite', 0, GREEN)).toMatchObject({ passed: 3, failed: 0, skipped: 3, failures: [] })
  expect(readSummary('sqlite', 1, RED)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
    failures: ['sqlite: a.test.ts adds up [0.10ms]', 'sqlite: b.test.ts could not be loaded'],
    failedFiles: ['a.test.ts', 'b.test.ts'],
    flaky: [],
  })
})

test('colours do not hide the counts', () => {
  const coloured = GREEN.replace(' 3 pass', '\u001b[0m\u001b[32m 3 pass\u001b[0m')
  expect(readSummary('sqlite', 0, coloured).passed).toBe(3)
})

test('a run that broke off, or ran nothing, failed', () => {
  expect(readSummary('sqlite', 0, '').failed).toBe(1)
  expect(readSummary('sqlite', 137, GREEN)).toMatchObject({ passed: 3, failed: 1 })
  expect(readSummary('sqlite', 0, ' 0 pass\n 0 fail\nRan 0 tests across 1 file.').failed).toBe(1)
})

test('the last line leaves out what is zero', () => {
  const green = readSummary('sqlite', 0, GREEN)
  expect(summaryLine(green)).toBe('3 passed, 0 failed, 3 skipped')
  expect(summaryLine(sum([{ ...green, skipped: 0 }, readSummary('postgres', 1, RED)]))).toBe(
    '4 passed, 2 failed',
  )
})

test('files that failed run once more, unless nothing says which, or there are many', () => {
  const red = readSummary('sqlite', 1, RED)
  expect(filesToRerun(red)).toEqual(['a.test.ts', 'b.test.ts'])
  expect(filesToRerun(readSummary('sqlite', 0, GREEN))).toEqual([])
  expect(filesToRerun(readSummary('sqlite', 137, GREEN))).toEqual([])
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => `${name}.test.ts`)
  expect(filesToRerun({ ...red, failedFiles: many })).toEqual([])
})

test('what passes the second time is passed, and called flaky; anything else stays failed', () => {
  const red = readSummary('sqlite', 1, RED)
  const green = readSummary('sqlite', 0, GREEN)
  expect(afterRerun(red, green)).toMatchObject({ passed: 3, failed: 0, failures: [], flaky: red.failures })
  expect(afterRerun(red, red)).toEqual(red)
  expect(afterRerun(red, readSummary('sqlite', 137, GREEN))).toEqual(red)
  expect(afterRerun(red, { ...green, passed: 1 })).toEqual(red)
})
