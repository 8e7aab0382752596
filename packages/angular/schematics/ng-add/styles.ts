import type { Rule } from '@angular-devkit/schematics'
import { updateWorkspace } from '@schematics/angular/utility'

const THEME = 'node_modules/@parley/angular/theme.css'

/** Puts the theme before the application's own styles, which can then change its tokens. */
export function addTheme(project: string): Rule {
  return updateWorkspace(workspace => {
    const options = workspace.projects.get(project)?.targets.get('build')?.options
    if (options === undefined) return
    const styles = Array.isArray(options.styles) ? options.styles : []
    if (!styles.includes(THEME)) options.styles = [THEME, ...styles]
  })
}
