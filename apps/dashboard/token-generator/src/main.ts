import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { GeneratorApp } from './generator-app'

bootstrapApplication(GeneratorApp, { providers: [provideZonelessChangeDetection()] }).catch(
  (error: unknown) => console.error(error),
)
