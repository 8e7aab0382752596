import type { ChatChange } from '../../actions/chat/chat-change.ts'
import type { Method } from '../route.ts'

/** One endpoint of the chat's API that the dashboard reaches. */
export interface ChatCall {
  readonly method: Method
  /** As in the chat's API: `/channels/{type}/{id}`. */
  readonly path: `/${string}`
  readonly role: 'viewer' | 'admin'
  readonly confirmed?: true
  readonly summary: string
  /** What the audit log says; undefined for calls that look. */
  readonly change?: ChatChange
  /** A call that looks changes something, as an admin may, when its body has this key. */
  readonly changesWith?: string
  /** A key that the password must have been given for a moment ago, wherever in the body it is. */
  readonly confirmedWith?: string
  /** Viewers see the answer without what opens something. */
  readonly mayHoldSecrets?: true
  /** Keys of the body that have endpoints of their own in the dashboard, and where. */
  readonly elsewhere?: { readonly keys: readonly string[]; readonly endpoint: string }
}

/** A call that changes nothing. */
export function looks(method: Method, path: `/${string}`, summary: string): ChatCall {
  return { method, path, role: 'viewer', summary }
}

type Extra = Omit<ChatCall, 'method' | 'path' | 'summary' | 'change' | 'role'>

/** A call that changes something: for admins, and audited. */
export function changes(
  method: Method,
  path: `/${string}`,
  summary: string,
  change: ChatChange,
  extra: Extra = {},
): ChatCall {
  return { method, path, role: 'admin', summary, change, ...extra }
}
