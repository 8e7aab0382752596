#!/usr/bin/env node
// Checks all types: one run for each environment, since browsers and Bun have different globals.
import { fromRoot, rootDir } from './lib/paths.mjs'
import { runToEnd } from './lib/run.mjs'

// The compiler that runs everywhere; `typescript` itself is the one that Angular's compiler is made with.
const tsc = fromRoot('node_modules/typescript-native/bin/tsc')
const projects = ['tsconfig.json', 'packages/angular/tsconfig.check.json', 'e2e/tsconfig.json']
const ok = projects.map(project =>
  runToEnd(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: rootDir }),
)
if (ok.includes(false)) process.exitCode = 1
