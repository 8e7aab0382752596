import { chain, type Rule, SchematicsException } from '@angular-devkit/schematics'
import { readWorkspace } from '@schematics/angular/utility'
import { addPeers } from './dependencies'
import type { NgAddOptions } from './options'
import { addProvider } from './provider'
import { addTheme } from './styles'

/** `ng add @parley/angular`: dependencies, theme and provider. Running it again changes nothing. */
export function ngAdd(options: NgAddOptions): Rule {
  return async (tree, context) => {
    const { projects } = await readWorkspace(tree)
    const project = options.project ?? [...projects.keys()][0]
    if (project === undefined || projects.get(project)?.extensions.projectType !== 'application')
      throw new SchematicsException(
        `'${project ?? ''}' is no application of this workspace; name one: ng add @parley/angular --project <name>`,
      )
    context.logger.info('Parley is set up. Next: connect a user and show the chat (docs/angular.md).')
    return chain([addPeers(), addTheme(project), addProvider(project, options)])
  }
}
