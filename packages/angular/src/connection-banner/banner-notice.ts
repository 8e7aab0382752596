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

/** What is wrong with the connection in words; undefined while nothing is. */
export function bannerNotice(
  state: 'disconnected' | 'connecting' | 'connected' | 'offline',
  problem: ConnectionProblem | undefined,
  t: Texts,
): BannerNotice | undefined {
  if (problem?.kind === 'closed') return closedNotice(problem.error, t)
  if (state === 'connected') return undefined
  // Between two attempts the state is `offline`, too.
  if (problem) return failedNotice(problem.error, t)
  if (state === 'offline')
    return { kind: 'waiting', icon: 'wifi-off', title: t.offlineTitle, text: t.offlineText }
  if (state === 'connecting')
    return { kind: 'waiting', icon: 'spinner', title: t.connectingTitle, text: t.connectingText }
  return undefined
}

function failedNotice(error: ChatError, t: Texts): BannerNotice {
  const isToken = error.details?.reason === 'token_provider' || error.errorName === 'token_expired'
  return {
    kind: 'problem',
    icon: 'warning',
    title: isToken ? t.tokenFailedTitle : t.unreachableTitle,
    text: isToken ? t.tokenFailedText : t.unreachableText,
  }
}

/** `revoked`, `expired`, `deactivated` and `deleted` are reasons of the server. */
function closedNotice({ errorName, message, details }: ChatError, t: Texts): BannerNotice {
  const text = t.closedReasons[String(details?.reason)] ?? t.closedText
  const title = errorName.startsWith('token_') ? t.signedOutTitle : t.closedTitle
  return { kind: 'closed', icon: 'lock', title, text, reason: message }
}
