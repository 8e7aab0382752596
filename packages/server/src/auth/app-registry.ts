import type { App } from '../domain/app.ts'
import type { AppKeys } from './app-keys.ts'

/** The apps of this server by key and by id, remembered until a node says that one changed. */
export interface AppRegistry {
  find(key: string): Promise<App | undefined>
  /** @throws when there is none: ids come from our own records. */
  get(appId: number): Promise<App>
  /** The app's secrets, as keys that can't be read back. */
  keysOf(appId: number): Promise<AppKeys>
  forget(appId: number): void
}
