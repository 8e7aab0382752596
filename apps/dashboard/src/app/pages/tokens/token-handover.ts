import { Injectable } from '@angular/core'

/** A token on its way from the generator to the inspector: in no address, and gone once it was taken. */
@Injectable({ providedIn: 'root' })
export class TokenHandover {
  #token = ''

  give(token: string): void {
    this.#token = token
  }

  take(): string {
    const token = this.#token
    this.#token = ''
    return token
  }
}
