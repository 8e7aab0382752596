import { Injectable, inject } from '@angular/core'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'

export interface Question {
  readonly heading: string
  /** What happens, and whether it can be taken back; a paragraph each. */
  readonly text: string | readonly string[]
  /** What the button says that does it: "Delete user". */
  readonly action: string
  readonly isDangerous?: boolean
  /** Must be typed before it is done: the name of what is lost. */
  readonly typed?: string
}

/** Asks before something is done that is hard to take back. */
@Injectable({ providedIn: 'root' })
export class Ask {
  readonly #dialog = inject(MatDialog)

  /** Whether the person said yes. */
  async confirm(question: Question): Promise<boolean> {
    const { AskDialog } = await import('./ask-dialog')
    const dialog = this.#dialog.open<unknown, Question, boolean>(AskDialog, {
      data: question,
      width: '460px',
      role: 'alertdialog',
    })
    return (await firstValueFrom(dialog.afterClosed())) ?? false
  }

  /** Takes the name of what is lost to be typed. */
  typeName(name: string, question: Omit<Question, 'typed'>): Promise<boolean> {
    return this.confirm({ isDangerous: true, ...question, typed: name })
  }
}
