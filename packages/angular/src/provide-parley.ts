import {
  type EnvironmentProviders,
  inject,
  makeEnvironmentProviders,
  provideEnvironmentInitializer,
} from '@angular/core'
import { PARLEY_OPTIONS, type ParleyOptions } from './parley-options'
import { ThemeService } from './services/theme-service'

/**
 * Sets Parley up for an application.
 *
 * @example
 * bootstrapApplication(App, { providers: [provideParley({ baseURL: 'https://chat.example.com' })] })
 */
export function provideParley(options: ParleyOptions = {}): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: PARLEY_OPTIONS, useValue: options },
    // the page has its theme from the start, also where nobody asks for the service
    provideEnvironmentInitializer(() => void inject(ThemeService)),
  ])
}
