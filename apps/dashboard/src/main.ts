import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import {
  provideRouter,
  RouteReuseStrategy,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
} from '@angular/router'
import { App } from './app/app'
import { routes } from './app/app-routes'
import { ByApp } from './app/shell/by-app'
import { PageTitle } from './app/shell/page-title'

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ anchorScrolling: 'enabled', scrollPositionRestoration: 'enabled' }),
    ),
    { provide: TitleStrategy, useClass: PageTitle },
    { provide: RouteReuseStrategy, useClass: ByApp },
  ],
}).catch((error: unknown) => console.error(error))
