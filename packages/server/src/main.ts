#!/usr/bin/env bun
import { runCli } from './cli/program.ts'
import { serve } from './serve.ts'

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  serve,
  write: text => process.stdout.write(text),
  writeError: text => process.stderr.write(text),
})
process.exit(exitCode)
