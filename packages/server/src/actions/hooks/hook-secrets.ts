import type { SecretBox } from '../../auth/secret-box.ts'
import type { Json } from '../../domain/records.ts'

/** Settings of hooks that are secret. */
export const HOOK_SECRETS = ['sqs_secret', 'sns_secret'] as const

/** What binds a sealed secret to its app. */
function ownerOf(appId: number): string {
  return `${appId}:hooks`
}

/** @throws Error when it was sealed with another master key. */
export function openHookSecret(box: SecretBox, appId: number, stored: string): string {
  return stored === '' ? '' : box.open(stored, ownerOf(appId))
}

/** Settings, or one of their hooks, with secrets sealed; those that are what they were stay as they are. */
export function sealHookSecrets(box: SecretBox, appId: number, before: Json, after: Json): Json {
  const changed = HOOK_SECRETS.flatMap(key => {
    const [earlier, given] = [before[key], after[key]]
    if (typeof given !== 'string' || given === '' || given === earlier) return []
    const isSame = typeof earlier === 'string' && opens(box, appId, earlier, given)
    return [[key, isSame ? earlier : box.seal(given, ownerOf(appId))]]
  })
  return changed.length === 0 ? after : { ...after, ...Object.fromEntries(changed) }
}

/** What does not open any more, as after a change of the master key, can be replaced. */
function opens(box: SecretBox, appId: number, stored: string, secret: string): boolean {
  try {
    return openHookSecret(box, appId, stored) === secret
  } catch {
    return false
  }
}

/** A hook as it is given, with the secrets that it had and that nobody sent back. */
export function withKeptSecrets(before: Json, given: Json): Json {
  const kept = HOOK_SECRETS.filter(key => given[key] === undefined && before[key] !== undefined)
  return { ...given, ...Object.fromEntries(kept.map(key => [key, before[key]])) }
}

/** Without its secrets. */
export function shownHook(hook: Json): Json {
  const secrets: readonly string[] = HOOK_SECRETS
  return Object.fromEntries(Object.entries(hook).filter(([key]) => !secrets.includes(key)))
}
