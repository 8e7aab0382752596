import { ChatError, CLOSE_CODES, ERROR_CODES, type ErrorName } from '@parley/protocol'
import type { Control } from '../bus/bus.ts'
import type { LiveConnection } from './connection.ts'
import type { Directory } from './directory.ts'
import { errorFrame } from './error-frame.ts'
import { noticeTopic } from './topics.ts'

type Disconnect = Extract<Control, { kind: 'disconnect' }>
type Membership = Extract<Control, { kind: 'membership' }>

/** Closes whom a revocation, deactivation, deletion or suspension concerns, with the reason. */
export function applyDisconnect(directory: Directory, control: Disconnect): void {
  const frame = errorFrame(errorOf(control))
  for (const connection of concerned(directory, control)) {
    connection.send(frame)
    connection.close(control.closeCode, reasonOf(control.closeCode))
  }
}

/** Notifications follow a membership; a watched channel only remembers it. */
export function applyMembership(directory: Directory, { appId, userId, cid, member }: Membership): void {
  for (let at = directory.firstOf(appId, userId); at; at = at.nextOfUser) {
    if (!at.isReady) {
      at.membershipNews ??= new Map()
      at.membershipNews.set(cid, member)
    } else if (at.watched?.has(cid)) {
      at.watched.set(cid, member)
    } else if (member) {
      at.subscribe(noticeTopic(appId, cid))
    } else {
      at.unsubscribe(noticeTopic(appId, cid))
    }
  }
}

/** A copy: closing takes connections out of the directory. */
function concerned(directory: Directory, control: Disconnect): LiveConnection[] {
  const found: LiveConnection[] = []
  const { appId, userId } = control
  if (userId === undefined) {
    for (const connection of directory.all()) if (connection.appId === appId) found.push(connection)
  } else {
    for (let at = directory.firstOf(appId, userId); at; at = at.nextOfUser) found.push(at)
  }
  return found.filter(connection => isConcerned(connection, control))
}

function isConcerned(
  connection: LiveConnection,
  { issuedBeforeUs, secretId, connectionId }: Disconnect,
): boolean {
  if (connection.isClosed) return false
  if (connectionId !== undefined && connection.id !== connectionId) return false
  if (secretId !== undefined && connection.secretId !== secretId) return false
  if (issuedBeforeUs === undefined) return true
  // An anonymous connection has no token that could be revoked.
  if (connection.kind === 'anonymous') return false
  return connection.issuedAtUs === undefined || connection.issuedAtUs < issuedBeforeUs
}

function errorOf({ error }: Disconnect): ChatError {
  const name: ErrorName = Object.hasOwn(ERROR_CODES, error.name) ? (error.name as ErrorName) : 'not_allowed'
  return new ChatError(name, error.message, { details: error.details })
}

function reasonOf(closeCode: number): string {
  for (const entry of Object.values(CLOSE_CODES)) if (entry.code === closeCode) return entry.reason
  return ''
}
