import { Injectable, inject, signal } from '@angular/core'
import { Router } from '@angular/router'
import { ApiError, describe } from '../../api/api-error'
import { send } from '../../api/send'
import { Session, type SessionReply } from '../../session/session'
import { Countdown } from '../../ui/countdown'

/** How every entrance lets people in: one request, whose answer is the session. Provided by the page. */
@Injectable()
export class Enter {
  readonly isBusy = signal(false)
  readonly problem = signal('')
  /** Whoever guessed too often waits. */
  readonly wait = inject(Countdown)
  readonly #session = inject(Session)
  readonly #router = inject(Router)

  /** Goes on to `next` when it is taken; otherwise answers why it was not. */
  async by(path: string, body: object, next: string): Promise<ApiError | undefined> {
    if (this.isBusy() || this.wait.seconds() > 0) return undefined
    this.isBusy.set(true)
    this.problem.set('')
    try {
      this.#session.took(await send<SessionReply>('POST', path, { body }))
      await this.#router.navigateByUrl(next, { replaceUrl: true })
      return undefined
    } catch (error) {
      return this.#failed(error)
    } finally {
      this.isBusy.set(false)
    }
  }

  #failed(error: unknown): ApiError {
    if (!(error instanceof ApiError)) throw error
    const waitSeconds = error.details.retry_after
    if (typeof waitSeconds === 'number') this.wait.start(waitSeconds)
    if (error.reason !== 'code_required') this.problem.set(describe(error))
    return error
  }
}
