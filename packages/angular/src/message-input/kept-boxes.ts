import type { DraftedComposer } from './composer-service'

/**
 * The boxes of each user of this page, by place, so that somebody whom the server signed out goes on where
 * they were. Nobody else gets anything of them, and whoever leaves by choice leaves nothing behind.
 */
export class KeptBoxes {
  readonly #ofUser = new Map<string, Map<string, DraftedComposer>>()
  #client: object | undefined
  #userId: string | undefined

  /** Another user is there, or none. `isForced`: the one before did not leave by choice. */
  belongTo(client: object | undefined, userId: string | undefined, isForced: boolean): void {
    // another app or server has other users of the same ids
    if (client !== this.#client) this.#ofUser.clear()
    else if (userId === undefined && this.#userId !== undefined && !isForced)
      this.#ofUser.delete(this.#userId)
    this.#client = client
    this.#userId = userId
  }

  /** A box was made; what its user had written at that place, and was saved nowhere, goes into it. */
  add(place: string, made: DraftedComposer): void {
    const before = this.#boxes()?.get(place)
    this.keep(place, made)
    if (before && !isSaved(before)) made.composer.takeOver(before.composer)
  }

  /** The same box is somebody else's now: a guest has become a user. */
  keep(place: string, box: DraftedComposer): void {
    this.#boxes()?.set(place, box)
  }

  /** Those of the user who is there. */
  #boxes(): Map<string, DraftedComposer> | undefined {
    if (this.#userId === undefined) return undefined
    const boxes = this.#ofUser.get(this.#userId) ?? new Map<string, DraftedComposer>()
    this.#ofUser.set(this.#userId, boxes)
    return boxes
  }
}

/** Whether the draft on the server has all of it. */
function isSaved({ composer, keeper }: DraftedComposer): boolean {
  return keeper.isSaved() && composer.uploads.all().every(({ state }) => state === 'done')
}
