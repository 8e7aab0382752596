import { Injectable, inject } from '@angular/core'
import { ChatApi } from '../api/chat-api'
import { Ask } from './ask'
import { Toasts } from './toasts'

/** Something of the current app that goes by its name. */
export interface Named {
  /** "role" */
  readonly noun: string
  readonly name: string
  /** Of the chat's API. */
  readonly path: string
  /** What is lost with it, or what refuses it. */
  readonly text: string
}

/** Deletes what goes by its name, once that was typed, and says how it went. */
@Injectable({ providedIn: 'root' })
export class DeleteNamed {
  readonly #chat = inject(ChatApi)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)

  /** Whether it is gone. */
  async ask({ noun, name, path, text }: Named): Promise<boolean> {
    const action = `Delete ${noun}`
    if (!(await this.#ask.typeName(name, { heading: `${action} ${name}?`, text, action }))) return false
    try {
      await this.#chat.delete(path)
      this.#toasts.done(`Deleted ${noun} ${name}.`)
      return true
    } catch (error) {
      this.#toasts.failed(error, `${action} ${name}`)
      return false
    }
  }
}
