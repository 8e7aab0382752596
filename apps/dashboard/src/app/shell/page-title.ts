import { Injectable, inject } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router'

/** The browser's title: what a route's `title` says, and where. */
@Injectable()
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title)

  override updateTitle(state: RouterStateSnapshot): void {
    const title = this.buildTitle(state)
    this.#title.setTitle(title === undefined ? 'Parley dashboard' : `${title} · Parley dashboard`)
  }
}
