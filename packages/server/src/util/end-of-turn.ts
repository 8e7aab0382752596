let ending: Promise<void> | undefined

/** Resolves when what has come in this turn of the event loop is read: one promise for all who ask in it. */
export function endOfTurn(): Promise<void> {
  ending ??= new Promise(resolve => {
    setImmediate(() => {
      ending = undefined
      resolve()
    })
  })
  return ending
}
