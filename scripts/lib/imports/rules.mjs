import {
  ASSEMBLIES,
  CONFINED_LIBRARIES,
  FLOORS,
  IMPURE_CODE,
  INTERFACES,
  PACKAGES,
  PURE_BUILTINS,
  SECRETS,
  WIRING,
} from './house.mjs'
import { nounOf, placeOf, targetOf } from './places.mjs'
import { findAll } from './scan.mjs'

const floorOf = room => FLOORS.findIndex(rooms => rooms.includes(room))
const isBuiltin = specifier => /^(?:node|bun):|^bun$/.test(specifier)
const isRelative = specifier => specifier.startsWith('.')
const libraryOf = specifier => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

/** Every broken rule of one file: `{ line, found, rule, wayOut }`. `declared` are the dependencies of its package.json. */
export function checkFile(place, { imports, code }, { rootDir, declared }) {
  if (place.free || PACKAGES[place.packageName] === undefined) return []
  const broken = imports.flatMap(found => {
    const problem = isRelative(found.specifier)
      ? checkRelative(place, found, rootDir)
      : checkPackage(place, found, declared)
    return problem ? [{ line: found.line, found: `imports '${found.specifier}'`, ...problem }] : []
  })
  return [...broken, ...checkCode(place, code)]
}

function checkRelative(place, found, rootDir) {
  const target = placeOf(targetOf(place.path, found.specifier))
  if (target.packageName !== place.packageName) {
    return {
      rule: `packages/${place.packageName}/src is left by a relative path`,
      wayOut: 'import another package by its name',
    }
  }
  if (target.free)
    return { rule: 'code does not import tests', wayOut: 'move what both need out of the test' }
  if (place.packageName === 'protocol') return checkZodFree(place, found, isSchema(target))
  if (place.packageName === 'client') return checkClientSecret(place, target)
  if (place.packageName === 'server') return checkRooms(place, target, rootDir)
}

const isSchema = ({ insideSrc }) => insideSrc.startsWith('schemas/')

/** `@parley/protocol` is part of every browser bundle; `@parley/protocol/schemas` is not. Types cost nothing. */
function checkZodFree(place, { typeOnly }, bringsZod) {
  if (!bringsZod || typeOnly || isSchema(place)) return
  return {
    rule: '@parley/protocol stays without zod; only src/schemas/ has it',
    wayOut: 'import the type only, or move the code to src/schemas/',
  }
}

/** The SDK's main entry runs in browsers, so it must not pull in the half that holds a secret. */
function checkClientSecret(place, target) {
  const isServerSide = ({ insideSrc }) => /^server(?:\/|\.ts$)/.test(insideSrc)
  if (isServerSide(place) || !isServerSide(target)) return
  return {
    rule: "'@parley/client' does not import '@parley/client/server', the only place a secret may live",
    wayOut: 'move what both need to a file outside server/',
  }
}

function checkRooms(place, target, rootDir) {
  const [from, to] = [place.room, target.room]
  if (floorOf(from) < 0) return unknownRoom(from)
  if (floorOf(to) < 0) return unknownRoom(to)
  if (from === to) return checkNouns(place, target, rootDir)
  if (WIRING.includes(from)) return
  if (floorOf(from) > floorOf(to)) return upwards(from, to)
  if (floorOf(from) === floorOf(to)) return sideways(from, to)
  const face = INTERFACES[to]
  if (face === undefined || target.insideSrc === face) return
  return {
    rule: `${from} knows ${to} by its interface ${face} only`,
    wayOut: `add what is missing to ${face}; only main.ts and cli/ name an implementation`,
  }
}

const unknownRoom = room => ({
  rule: `'${room}' is no known room of packages/server/src`,
  wayOut: 'put the file into a room, or give the new room its floor in scripts/lib/imports/house.mjs',
})

const upwards = (from, to) => ({
  rule: `${from} is below ${to}, and a room imports only rooms below it`,
  wayOut: `move what ${from} needs down (pure rules to domain/, small helpers to util/) or have ${to} pass it in`,
})

const sideways = (from, to) => ({
  rule: `${from} and ${to} are on the same floor and do not import each other`,
  wayOut: 'move what both need to a room below',
})

function checkNouns(place, target, rootDir) {
  if (floorOf(place.room) !== floorOf('http') || ASSEMBLIES.includes(place.insideSrc)) return
  const [from, to] = [nounOf(place, rootDir), nounOf(target, rootDir)]
  if (from === undefined || to === undefined || from === to) return
  return {
    rule: `files of different nouns (${from}, ${to}) in ${place.room}/ do not import each other`,
    wayOut: `move what both need to an action, or to a file of ${place.room}/ that belongs to no noun`,
  }
}

function checkPackage(place, found, declared) {
  const { specifier } = found
  const { workspace, builtins } = PACKAGES[place.packageName]
  if (specifier.startsWith('@parley/')) {
    if (workspace.includes(specifier)) return
    return {
      rule: `${place.packageName} may import ${workspace.join(', ') || 'no package of this repository'}`,
      wayOut: 'turn the dependency round, or move the shared part to @parley/protocol',
    }
  }
  const bringsZod = place.packageName === 'protocol' && libraryOf(specifier) === 'zod'
  return (
    checkZodFree(place, found, bringsZod) ??
    checkBuiltin(place, specifier, builtins) ??
    checkConfined(place, specifier) ??
    checkDeclared(place, specifier, declared)
  )
}

function checkBuiltin(place, specifier, builtins) {
  if (!isBuiltin(specifier)) return
  if (!builtins) {
    return {
      rule: `${place.packageName} runs in browsers too and imports nothing of Node or Bun`,
      wayOut: 'use what all platforms have, or let the caller pass it in',
    }
  }
  if (place.room === 'domain' && !PURE_BUILTINS.includes(specifier)) {
    return {
      rule: 'domain touches no clock, network, disk or database',
      wayOut: 'do it in an action and pass the result in',
    }
  }
}

function checkConfined(place, specifier) {
  if (place.packageName !== 'server') return
  const names = [specifier, libraryOf(specifier), specifier.split('/')[0]]
  const library = CONFINED_LIBRARIES.find(entry => entry.names.some(name => names.includes(name)))
  if (library === undefined || library.rooms.includes(place.room)) return
  return {
    rule: `${library.names.join(', ')} may be named only in ${library.rooms.join(', ')}`,
    wayOut: library.wayOut,
  }
}

function checkDeclared(place, specifier, declared) {
  if (isBuiltin(specifier) || declared.includes(libraryOf(specifier))) return
  return {
    rule: `packages/${place.packageName}/package.json does not list ${libraryOf(specifier)}`,
    wayOut:
      'add it to its dependencies, or do without: it is only found here because another package brings it',
  }
}

function checkCode(place, code) {
  const isPure = place.packageName === 'protocol' || place.room === 'domain'
  const impure = isPure ? IMPURE_CODE.flatMap(entry => impureIn(place, code, entry)) : []
  return [...impure, ...secretsIn(place, code)]
}

function impureIn(place, code, { pattern, what }) {
  const where = place.room ?? place.packageName
  return findAll(code, pattern).map(({ text, line }) => ({
    line,
    found: `\`${text.trim()}\` ${what}`,
    rule: `${where} is pure: no clock, network, disk, database or runtime`,
    wayOut: 'take it as a parameter (`nowMs`, an id, the loaded data)',
  }))
}

function secretsIn(place, code) {
  if (place.packageName !== 'server' || SECRETS.rooms.includes(place.room)) return []
  return findAll(code, SECRETS.pattern).map(({ text, line }) => ({
    line,
    found: `names \`${text}\``,
    rule: 'nothing outside auth/ sees a secret',
    wayOut: SECRETS.wayOut,
  }))
}
