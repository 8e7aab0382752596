import { DOCUMENT } from '@angular/common'
import { ApplicationRef, createComponent, EnvironmentInjector, Injectable, inject } from '@angular/core'
import { ConfirmDialogComponent } from './confirm-dialog-component'

/** Asks the user before something is done for good. */
@Injectable({ providedIn: 'root' })
export class ConfirmDialog {
  readonly #app = inject(ApplicationRef)
  readonly #document = inject(DOCUMENT)
  readonly #environmentInjector = inject(EnvironmentInjector)

  /** Resolves with whether it is to be done. The focus goes back to where it was. */
  ask(question: { title: string; text: string; yes: string }): Promise<boolean> {
    const dialog = createComponent(ConfirmDialogComponent, { environmentInjector: this.#environmentInjector })
    for (const [name, text] of Object.entries(question)) dialog.setInput(name, text)
    this.#document.body.append(dialog.location.nativeElement)
    this.#app.attachView(dialog.hostView)
    dialog.changeDetectorRef.detectChanges()
    return new Promise(resolve => {
      dialog.instance.answered.subscribe(isSure => {
        dialog.destroy()
        resolve(isSure)
      })
    })
  }
}
