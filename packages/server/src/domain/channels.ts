import { CHANNEL_ID_MAX_LENGTH, ChatError } from '@parley/protocol'
import type { ChannelRecord } from './records.ts'

/** Distinct channels start with it; no other channel may. */
const DISTINCT_PREFIX = '!members-'

const CHANNEL_ID = /^[A-Za-z0-9_-]+$/

/** `type:id`. */
export function cidOf(type: string, id: string): string {
  return `${type}:${id}`
}

/** The two halves of a cid; undefined when it is not one. */
export function parseCid(cid: string): { type: string; id: string } | undefined {
  const colon = cid.indexOf(':')
  if (colon < 1 || colon === cid.length - 1) return undefined
  return { type: cid.slice(0, colon), id: cid.slice(colon + 1) }
}

/** @throws ChatError `invalid_input` for an id that a new channel can't have. */
export function checkNewChannelId(id: string): void {
  if (id.startsWith(DISTINCT_PREFIX)) {
    throw invalidId(
      id,
      `ids starting with "${DISTINCT_PREFIX}" are made by the server: create the channel without an id, with data.members`,
    )
  }
  if (id.length > CHANNEL_ID_MAX_LENGTH) {
    throw invalidId(id, `it has ${id.length} characters, at most ${CHANNEL_ID_MAX_LENGTH} are allowed`)
  }
  if (!CHANNEL_ID.test(id)) {
    const odd = [...id].find(character => !CHANNEL_ID.test(character)) ?? ''
    throw invalidId(id, `only a–z A–Z 0–9 _ - are allowed, not ${JSON.stringify(odd)}`)
  }
}

function invalidId(id: string, why: string): ChatError {
  const fields = { id: why }
  return new ChatError(
    'invalid_input',
    `channel id ${JSON.stringify(id.slice(0, 100))} is not valid: ${why}`,
    { details: { fields } },
  )
}

/** The id of the one channel that has exactly these members, whatever their order. */
export async function distinctChannelId(memberIds: readonly string[]): Promise<string> {
  const sorted = [...new Set(memberIds)].sort()
  const bytes = new TextEncoder().encode(JSON.stringify(sorted))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `${DISTINCT_PREFIX}${digest.toBase64({ alphabet: 'base64url', omitPadding: true })}`
}

export function isDistinct(channel: Pick<ChannelRecord, 'id'>): boolean {
  return channel.id.startsWith(DISTINCT_PREFIX)
}
