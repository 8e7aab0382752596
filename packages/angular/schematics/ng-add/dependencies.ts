import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chain, type Rule, type Tree } from '@angular-devkit/schematics'
import { addDependency, ExistingBehavior } from '@schematics/angular/utility'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** What the package expects beside itself and a new application does not have. What is there stays as it is. */
export function addPeers(): Rule {
  return (tree: Tree) =>
    chain(
      Object.entries(missingPeers(ownManifest(), readManifest(tree))).map(([name, version]) =>
        addDependency(name, version, { existing: ExistingBehavior.Skip }),
      ),
    )
}

/** The CDK goes with the application's Angular; everything else with this package. */
function missingPeers(own: Manifest, app: Manifest): Readonly<Record<string, string>> {
  const angular = app.dependencies?.['@angular/core']
  const missing = Object.entries(own.peerDependencies ?? {}).filter(([name]) => !app.dependencies?.[name])
  return Object.fromEntries(
    missing.map(([name, range]) => [name, name.startsWith('@angular/') ? (angular ?? range) : range]),
  )
}

const readManifest = (tree: Tree): Manifest => tree.readJson('/package.json') as unknown as Manifest

function ownManifest(): Manifest {
  return JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as Manifest
}
