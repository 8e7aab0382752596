import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { provideParley } from '@parley/angular'
import { App } from './app/app'

bootstrapApplication(App, {
  providers: [provideZonelessChangeDetection(), provideParley({ enableWSFallback: true })],
}).catch((error: unknown) => console.error(error))
