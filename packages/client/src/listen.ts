import type { CustomEventType } from '@parley/protocol'
import type { Emitter, Subscription } from './emitter.ts'
import type { ClientEvent, ClientEventType, ListenedEvent } from './events.ts'

/** The name of a built-in event, `all`, or one of the app's own: without a dot. */
export type ListenType<Type extends string> = Type extends ClientEventType | 'all'
  ? Type
  : CustomEventType<Type>

/** Listens to every event, or to the events of one type. */
export interface Listen {
  (listener: (event: ClientEvent) => void): Subscription
  <Type extends string>(type: ListenType<Type>, listener: (event: ListenedEvent<Type>) => void): Subscription
}

/** Stops listening; the same arguments as `on`. */
export interface Unlisten {
  (listener: (event: ClientEvent) => void): void
  <Type extends string>(type: ListenType<Type>, listener: (event: ListenedEvent<Type>) => void): void
}

type Arguments = [listener: (event: never) => void] | [type: string, listener: (event: never) => void]

/** `on` of something whose listeners are kept by `emitter()`. */
export function listenOn(emitter: () => Emitter<ClientEvent>): Listen {
  return (...args: Arguments) => emitter().on(...parse(args))
}

/** `off` of the same. */
export function unlistenOn(emitter: () => Emitter<ClientEvent>): Unlisten {
  return (...args: Arguments) => emitter().off(...parse(args))
}

function parse(args: Arguments): [type: string, listener: (event: ClientEvent) => void] {
  return (args.length === 1 ? ['all', args[0]] : args) as [string, (event: ClientEvent) => void]
}
