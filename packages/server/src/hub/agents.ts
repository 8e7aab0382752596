/** What a client says it is, as far as it says so. */
export interface Agent {
  /** Of `X-Stream-Client`: `parley-client-js-0.1.0`. */
  readonly sdk: string | undefined
  readonly userAgent: string | undefined
}

const SDK_MAX_LENGTH = 64
const USER_AGENT_MAX_LENGTH = 256
const MOST = 10_000

/** One object for all who say the same: every connection has one. */
const known = new Map<string, Agent>()

export function agentOf(sdk: string | null, userAgent: string | null): Agent {
  const said = {
    sdk: sdk?.slice(0, SDK_MAX_LENGTH) || undefined,
    userAgent: userAgent?.slice(0, USER_AGENT_MAX_LENGTH) || undefined,
  }
  const key = `${said.sdk}\n${said.userAgent}`
  const same = known.get(key)
  if (same) return same
  if (known.size >= MOST) known.clear()
  known.set(key, said)
  return said
}

export const UNKNOWN_AGENT: Agent = { sdk: undefined, userAgent: undefined }
