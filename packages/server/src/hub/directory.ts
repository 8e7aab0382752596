import { ADMITTED, type LiveConnection, READY } from './connection.ts'

/** The connections of this node by id, and by user. Anonymous ones have no user to be found by. */
export class Directory {
  readonly #byId = new Map<string, LiveConnection>()
  readonly #byApp = new Map<number, Map<string, LiveConnection>>()

  get size(): number {
    return this.#byId.size
  }

  all(): IterableIterator<LiveConnection> {
    return this.#byId.values()
  }

  find(connectionId: string): LiveConnection | undefined {
    return this.#byId.get(connectionId)
  }

  /** The user's connections, those still being let in too. The hot way: no array is made. */
  firstOf(appId: number, userId: string): LiveConnection | undefined {
    return this.#byApp.get(appId)?.get(userId)
  }

  countOf(appId: number, userId: string): number {
    let count = 0
    for (let at = this.firstOf(appId, userId); at; at = at.nextOfUser) count++
    return count
  }

  /** By user, how many connections are open. */
  countsOf(appId: number): Map<string, number> {
    const counts = new Map<string, number>()
    for (const userId of this.#byApp.get(appId)?.keys() ?? []) counts.set(userId, this.countOf(appId, userId))
    return counts
  }

  /** Distinct users, also those still being let in. */
  userCount(appId: number): number {
    return this.#byApp.get(appId)?.size ?? 0
  }

  isOnline(appId: number, userId: string): boolean {
    for (let at = this.firstOf(appId, userId); at; at = at.nextOfUser) if (at.state === READY) return true
    return false
  }

  add(connection: LiveConnection): void {
    connection.state = ADMITTED
    this.#byId.set(connection.id, connection)
    this.link(connection)
  }

  remove(connection: LiveConnection): void {
    if (this.#byId.get(connection.id) === connection) this.#byId.delete(connection.id)
    this.unlink(connection)
  }

  link(connection: LiveConnection): void {
    if (connection.kind === 'anonymous') return
    const users = this.#usersOf(connection.appId)
    connection.nextOfUser = users.get(connection.userId)
    users.set(connection.userId, connection)
  }

  unlink(connection: LiveConnection): void {
    const users = this.#byApp.get(connection.appId)
    const first = users?.get(connection.userId)
    if (!users || !first) return
    if (first === connection) {
      if (connection.nextOfUser) users.set(connection.userId, connection.nextOfUser)
      else users.delete(connection.userId)
    } else {
      bypass(first, connection)
    }
    connection.nextOfUser = undefined
  }

  #usersOf(appId: number): Map<string, LiveConnection> {
    const known = this.#byApp.get(appId)
    if (known) return known
    const users = new Map<string, LiveConnection>()
    this.#byApp.set(appId, users)
    return users
  }
}

function bypass(first: LiveConnection, gone: LiveConnection): void {
  for (let at: LiveConnection | undefined = first; at; at = at.nextOfUser) {
    if (at.nextOfUser === gone) {
      at.nextOfUser = gone.nextOfUser
      return
    }
  }
}
