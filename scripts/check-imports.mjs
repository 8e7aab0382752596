#!/usr/bin/env node
// Checks who may import whom (CONTRIBUTING.md, "The house"). Usage: node scripts/check-imports.mjs [repository]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeOf } from './lib/imports/places.mjs'
import { checkFile } from './lib/imports/rules.mjs'
import { scan } from './lib/imports/scan.mjs'
import { rootDir } from './lib/paths.mjs'

const checkedDir = process.argv[2] ?? rootDir
const { files, problems } = checkAll(checkedDir)
for (const { path, line, found, rule, wayOut } of problems) {
  console.error(`${path}:${line}: ${found}\n  rule: ${rule}\n  way out: ${wayOut}\n`)
}
if (files === 0) {
  console.error(`No TypeScript found in ${join(checkedDir, 'packages/*/src')}`)
  process.exitCode = 1
} else if (problems.length > 0) {
  console.error(`Import direction: ${problems.length} broken in ${files} files.`)
  process.exitCode = 1
} else {
  console.log(`Import direction: ${files} files, nothing broken.`)
}

function checkAll(dir) {
  const packageNames = existsSync(join(dir, 'packages')) ? readdirSync(join(dir, 'packages')) : []
  const perPackage = packageNames.map(name => checkPackage(dir, `packages/${name}`))
  return {
    files: perPackage.reduce((sum, { files }) => sum + files, 0),
    problems: perPackage.flatMap(({ problems }) => problems),
  }
}

function checkPackage(dir, packagePath) {
  const context = { rootDir: dir, declared: declaredDependencies(join(dir, packagePath, 'package.json')) }
  const paths = sourcesIn(dir, `${packagePath}/src`)
  const problems = paths.flatMap(path => {
    const scanned = scan(readFileSync(join(dir, path), 'utf8'))
    return checkFile(placeOf(path), scanned, context).map(problem => ({ path, ...problem }))
  })
  return { files: paths.length, problems }
}

function declaredDependencies(packageJson) {
  if (!existsSync(packageJson)) return []
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(packageJson, 'utf8'))
  return Object.keys({ ...dependencies, ...peerDependencies })
}

function sourcesIn(dir, folder) {
  if (!existsSync(join(dir, folder))) return []
  const names = readdirSync(join(dir, folder), { recursive: true }).map(name => name.replaceAll('\\', '/'))
  return names
    .filter(name => /\.tsx?$/.test(name))
    .sort()
    .map(name => `${folder}/${name}`)
}
