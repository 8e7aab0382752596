import { ChatError, CLOSE_CODES } from '@parley/protocol'
import type { Control } from '../bus/bus.ts'
import { parseAppSettings } from '../domain/app-settings.ts'
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
  const issuedBeforeUs = revocationOf(after)
  if (issuedBeforeUs !== undefined && issuedBeforeUs !== revocationOf(before)) {
    ends.push(disconnect(after, revokedError({ userId: '' }, 'app', issuedBeforeUs), { issuedBeforeUs }))
  }
  return ends
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
): Disconnect {
  const error = { name, message, ...(details && { details }) }
  return { kind: 'disconnect', appId, ...only, closeCode: CLOSE_CODES.refused.code, error }
}
