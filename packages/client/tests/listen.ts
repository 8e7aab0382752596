import type { ChatClient, ClientEvent, ClientEventMap, ClientEventType } from '../src/index.ts'

/** The next event of a type; rejects after a while. Call it before what causes the event. */
export function next<Type extends ClientEventType>(
  client: ChatClient,
  type: Type,
  deadlineMs = 20_000,
): Promise<ClientEventMap[Type]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${type} within ${deadlineMs} ms`)), deadlineMs)
    const { unsubscribe } = client.on(event => {
      if (event.type !== type) return
      clearTimeout(timer)
      unsubscribe()
      resolve(event as ClientEventMap[Type])
    })
  })
}

/** Everything that a client hears, in order. */
export function record(client: ChatClient): ClientEvent[] {
  const heard: ClientEvent[] = []
  client.on(event => heard.push(event))
  return heard
}

/** The error that something rejects with. */
export async function failure(
  promise: PromiseLike<unknown>,
): Promise<Error & { details?: Record<string, unknown>; code?: number }> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('it should have been refused')
}
