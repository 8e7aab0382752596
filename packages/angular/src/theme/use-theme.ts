import {
  ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  createComponent,
  EnvironmentInjector,
  inject,
  ViewEncapsulation,
} from '@angular/core'

@Component({
  selector: 'parley-theme-styles',
  template: '',
  styleUrls: ['./theme.css', './controls.css'],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class ThemeStyles {}

const themed = new WeakSet<ApplicationRef>()

/**
 * Brings the tokens and shared classes into the page, once per application.
 *
 * Every component calls it while it is constructed, so that none depends on a global stylesheet.
 * The tokens have no specificity: a rule of the app wins, whichever comes first.
 */
export function useTheme(): void {
  const app = inject(ApplicationRef)
  if (themed.has(app)) return
  themed.add(app)
  const styles = createComponent(ThemeStyles, { environmentInjector: inject(EnvironmentInjector) })
  app.onDestroy(() => styles.destroy())
}
