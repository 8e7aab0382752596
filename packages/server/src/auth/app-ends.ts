import { ChatError, CLOSE_CODES } from '@parley/protocol'
import type { Control } from '../bus/bus.ts'
import type { IdentityProvider } from '../domain/app.ts'
import { parseAppSettings } from '../domain/app-settings.ts'
import { jwksProblem } from '../domain/identity-providers.ts'
import type { AppRecord } from '../domain/records.ts'
import { revokedError } from '../domain/tokens.ts'
import { developmentTokenError, UNSIGNED } from './development-tokens.ts'

type Disconnect = Extract<Control, { kind: 'disconnect' }>

/** Which connections end with a change of an app, and what is said to them. */
export function endsOf(before: AppRecord, after: AppRecord): Disconnect[] {
  const ends: Disconnect[] = []
  if (after.suspended && !before.suspended) {
    const message = `the app with API key "${after.key}" was suspended`
    ends.push(disconnect(after, new ChatError('app_suspended', message)))
  }
  if (isOpenToAll(before) && !isOpenToAll(after)) {
    const error = developmentTokenError(after.key, after.mode === 'production')
    ends.push(disconnect(after, error, { secretId: UNSIGNED }))
  }
  ends.push(...endedProviders(before, after))
  const issuedBeforeUs = revocationOf(after)
  if (issuedBeforeUs !== undefined && issuedBeforeUs !== revocationOf(before)) {
    ends.push(disconnect(after, revokedError({ userId: '' }, 'app', issuedBeforeUs), { issuedBeforeUs }))
  }
  return ends
}

/** Providers whose tokens are taken no more, or may mean somebody else now. */
function endedProviders(before: AppRecord, after: AppRecord): Disconnect[] {
  const left = new Set(usableProviders(after).map(provider => provider.id))
  const ended = usableProviders(before).filter(provider => !left.has(provider.id))
  return ended.map(({ id, issuer }) => {
    const message = `API key "${after.key}" takes no more tokens of the identity provider "${issuer}" as it was when this one was checked: get a new one`
    const error = new ChatError('token_expired', message, { details: { reason: 'provider_changed' } })
    // With a token provider the client comes back by itself, if the app takes its next token.
    return disconnect(after, error, { secretId: id }, CLOSE_CODES.token_expired.code)
  })
}

function usableProviders({ settings, mode }: AppRecord): readonly IdentityProvider[] {
  const { identityProviders } = parseAppSettings(settings, mode)
  return identityProviders.filter(({ jwksUri }) => !jwksProblem(jwksUri, mode))
}

/** Whether auth checks are off. */
export function isOpenToAll({ settings, mode }: AppRecord): boolean {
  return parseAppSettings(settings, mode).disableAuthChecks
}

function revocationOf({ settings, mode }: AppRecord): number | undefined {
  return parseAppSettings(settings, mode).revokeTokensIssuedBeforeUs
}

function disconnect(
  { id: appId }: AppRecord,
  { errorName: name, message, details }: ChatError,
  only: Pick<Disconnect, 'issuedBeforeUs' | 'secretId'> = {},
  closeCode: number = CLOSE_CODES.refused.code,
): Disconnect {
  const error = { name, message, ...(details && { details }) }
  return { kind: 'disconnect', appId, ...only, closeCode, error }
}
