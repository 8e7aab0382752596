import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core'
import { MatMenuModule } from '@angular/material/menu'
import { RouterLink } from '@angular/router'
import { Api } from '../api/api'
import { describe } from '../api/api-error'
import type { AppView } from '../api/types'
import { Icon } from '../ui/icon'

/** The app that one is in, and the others. */
@Component({
  selector: 'app-switcher',
  imports: [Icon, MatMenuModule, RouterLink],
  templateUrl: './app-switcher.html',
  styleUrl: './app-switcher.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppSwitcher {
  readonly app = input.required<AppView>()
  protected readonly apps = signal<readonly AppView[]>([])
  protected readonly problem = signal('')
  readonly #api = inject(Api)

  protected async load(): Promise<void> {
    try {
      this.apps.set((await this.#api.get<{ apps: AppView[] }>('/apps')).apps)
      this.problem.set('')
    } catch (error) {
      this.problem.set(describe(error))
    }
  }
}
