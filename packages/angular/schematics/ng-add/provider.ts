import { noop, type Rule, type Tree } from '@angular-devkit/schematics'
import { addRootProvider, readWorkspace } from '@schematics/angular/utility'
import type { NgAddOptions } from './options'

/** Adds `provideParley(…)` to the providers of the application, wherever it keeps them. */
export function addProvider(project: string, { apiKey, baseUrl }: NgAddOptions): Rule {
  return async tree => {
    const root = (await readWorkspace(tree)).projects.get(project)?.sourceRoot ?? ''
    if (isProvided(tree, root)) return noop()
    const lines = [...property('apiKey', apiKey), ...property('baseURL', baseUrl)]
    return addRootProvider(
      project,
      ({ code, external }) => code`${external('provideParley', '@parley/angular')}({${lines.join(', ')}})`,
    )
  }
}

function property(name: string, value: string | undefined): string[] {
  return value ? [`${name}: '${value.replace(/[\\']/g, '\\$&')}'`] : []
}

function isProvided(tree: Tree, root: string): boolean {
  let found = false
  tree.getDir(root).visit((path, entry) => {
    if (path.endsWith('.ts') && entry?.content.includes('provideParley(')) found = true
  })
  return found
}
