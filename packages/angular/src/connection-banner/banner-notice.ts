import type { ChatError } from '@parley/client'
import type { IconName } from '../icon/icon-paths'
import type { ConnectionProblem } from '../services/connection-problem'
import type { Texts } from '../texts/texts'

/** What the banner says, and whether the app has to do something. */
export interface BannerNotice {
  kind: 'waiting' | 'problem' | 'closed'
  icon: IconName | 'spinner'
  title: string
  text: string
  /** What the server said, for whoever can do something about it. */
  reason?: string
}

/** How the connection is. */
export interface BannerState {
  readonly connection: 'disconnected' | 'connecting' | 'connected' | 'offline'
  /** Why there is none, once that is known. */
  readonly problem: ConnectionProblem | undefined
  /** Whether the device has a network. */
  readonly isOnline: boolean
  /** Whether an attempt to connect failed since there was a connection. */
  readonly hasFailed: boolean
}

/** What is wrong with the connection in words; undefined while nothing is. */
export function bannerNotice(state: BannerState, t: Texts): BannerNotice | undefined {
  const { connection, problem, isOnline, hasFailed } = state
  if (problem?.kind === 'closed') return closedNotice(problem.error, t)
  if (connection === 'connected') return undefined
  if (problem && isTokenTrouble(problem.error)) return tokenNotice(t)
  if (connection === 'disconnected' && !problem) return undefined
  if (!isOnline) return { kind: 'waiting', icon: 'wifi-off', title: t.offlineTitle, text: t.offlineText }
  if (problem) return { kind: 'problem', icon: 'warning', ...unreachable(t) }
  // Between two attempts the connection is `offline`: the network is there, the server is not.
  if (hasFailed || connection === 'offline') return { kind: 'waiting', icon: 'spinner', ...unreachable(t) }
  return { kind: 'waiting', icon: 'spinner', title: t.connectingTitle, text: t.connectingText }
}

function unreachable({ unreachableTitle, unreachableText }: Texts) {
  return { title: unreachableTitle, text: unreachableText }
}

function isTokenTrouble({ details, errorName }: ChatError): boolean {
  return details?.reason === 'token_provider' || errorName === 'token_expired'
}

function tokenNotice(t: Texts): BannerNotice {
  return { kind: 'problem', icon: 'warning', title: t.tokenFailedTitle, text: t.tokenFailedText }
}

/** `revoked`, `expired`, `deactivated` and `deleted` are reasons of the server. */
function closedNotice({ errorName, message, details }: ChatError, t: Texts): BannerNotice {
  const text = t.closedReasons[String(details?.reason)] ?? t.closedText
  const title = errorName.startsWith('token_') ? t.signedOutTitle : t.closedTitle
  return { kind: 'closed', icon: 'lock', title, text, reason: message }
}
