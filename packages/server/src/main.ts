#!/usr/bin/env bun
import { runCli } from './cli/program.ts'

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  // Most of the program is loaded by who runs a server only: commands answer at once.
  serve: async config => (await import('./serve.ts')).serve(config),
  write: text => process.stdout.write(text),
  writeError: text => process.stderr.write(text),
})
process.exit(exitCode)
