import type { ChatError } from '@parley/client'

/**
 * What keeps the user from being connected:
 * - `failed`: connecting or the token provider failed several times; it is tried on
 * - `closed`: the server ended or refused it; nothing is tried until `init`
 */
export interface ConnectionProblem {
  kind: 'failed' | 'closed'
  error: ChatError
}
