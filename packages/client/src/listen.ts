import type { CustomEventType } from '@parley/protocol'
import type { Emitter, Subscription } from './emitter.ts'
import type { ClientEvent, ClientEventType, ListenedEvent } from './events.ts'

/** The name of a built-in event, `all`, or one of the app's own: without a dot. */
export type ListenType<Type extends string> = Type extends ClientEventType | 'all'
  ? Type
  : CustomEventType<Type>

/** Something that can be listened to. */
export abstract class Listenable {
  /** Where listeners of this object are kept. */
  protected abstract get emitter(): Emitter<ClientEvent>

  /** Listens to every event. */
  on(listener: (event: ClientEvent) => void): Subscription
  /** Listens to the events of one type. */
  on<Type extends string>(
    type: ListenType<Type>,
    listener: (event: ListenedEvent<Type>) => void,
  ): Subscription
  on(...args: OnArguments): Subscription {
    return this.emitter.on(...parse(args))
  }

  /** Stops listening; the same arguments as `on`. */
  off(listener: (event: ClientEvent) => void): void
  off<Type extends string>(type: ListenType<Type>, listener: (event: ListenedEvent<Type>) => void): void
  off(...args: OnArguments): void {
    this.emitter.off(...parse(args))
  }
}

type OnArguments = [listener: (event: never) => void] | [type: string, listener: (event: never) => void]

function parse(args: OnArguments): [type: string, listener: (event: ClientEvent) => void] {
  return (args.length === 1 ? ['all', args[0]] : args) as [string, (event: ClientEvent) => void]
}
