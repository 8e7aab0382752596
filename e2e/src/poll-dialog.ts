import type { Locator } from 'playwright-core'
import type { ChatWindow } from './chat-window.ts'

/** The dialog in which somebody makes a poll. */
export class PollDialog {
  readonly #window: ChatWindow
  readonly element: Locator

  constructor(window: ChatWindow) {
    this.#window = window
    this.element = window.page.getByRole('dialog', { name: 'Create a poll' })
  }

  async open(): Promise<this> {
    await this.#window.input.getByRole('button', { name: 'Add to the message' }).click()
    await this.#window.page.getByRole('menuitem', { name: 'Poll' }).click()
    await this.element.waitFor()
    return this
  }

  get question(): Locator {
    return this.element.getByRole('textbox', { name: 'Question' })
  }

  option(number: number): Locator {
    return this.element.getByRole('textbox', { name: `Option ${number}`, exact: true })
  }

  get options(): Locator {
    return this.element.getByRole('textbox', { name: /^Option \d+$/ })
  }

  choice(name: string): Locator {
    return this.element.getByRole('checkbox', { name, exact: true })
  }

  /** Writes the question and its options. */
  async asks(question: string, ...options: string[]): Promise<void> {
    await this.question.fill(question)
    for (const [index, text] of options.entries()) {
      if (index >= 2) await this.element.getByRole('button', { name: 'Add an option' }).click()
      await this.option(index + 1).fill(text)
    }
  }

  async send(): Promise<void> {
    await this.element.getByRole('button', { name: 'Send poll' }).click()
  }

  async isGone(): Promise<void> {
    await this.element.waitFor({ state: 'hidden' })
  }
}
