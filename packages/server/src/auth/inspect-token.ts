import { ChatError, type ErrorName } from '@parley/protocol'
import pino from 'pino'
import type { App } from '../domain/app.ts'
import { checkTokenTimes, parseTokenTimes } from '../domain/tokens.ts'
import { findUserIdProblem } from '../domain/user-ids.ts'
import type { Store } from '../store/store.ts'
import { describeDuration } from '../util/duration.ts'
import { createMetrics } from '../util/metrics.ts'
import { type Clock, toRfc3339 } from '../util/time.ts'
import { checkMayAct } from './actor.ts'
import { type AppKey, isUsable } from './app-keys.ts'
import type { AppRegistry } from './app-registry.ts'
import { authenticate, createAuth } from './authenticate.ts'
import { isDevelopmentToken } from './development-tokens.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { readUnverified } from './unverified.ts'
import { verifySignature } from './verify-token.ts'

/** What a token is held against. */
export interface Inspector {
  readonly store: Store
  readonly apps: AppRegistry
  readonly clock: Clock
  /** Where keys of identity providers are remembered; without it they are fetched anew. */
  readonly providers?: IdentityProviders
}

/** One finding about a token. `ok` undefined: nothing to judge, for information. */
export interface Finding {
  readonly part: string
  readonly ok?: boolean
  readonly says: string
}

/** Everything that can be said of a token. */
export interface Inspection {
  readonly verdict: Verdict
  /** Undefined when no app of those asked signed it, and there is more than one. */
  readonly app: App | undefined
  /** The secret that signed it, also when it is refused by now, or belongs to another of the apps. */
  readonly signedBy: { readonly app: App; readonly secretId: string } | undefined
  readonly findings: readonly Finding[]
}

/**
 * What is right and wrong with a token, claim by claim, and what the server would say.
 *
 * The verdict comes from the server's own authentication; the findings explain it. `named` is the
 * app that was asked about; the secrets of the other `apps` are tried after its own.
 */
export async function inspectToken(
  inspector: Inspector,
  token: string,
  apps: readonly App[],
  named: App | undefined,
): Promise<Inspection> {
  const asked = named ? [named] : apps
  const signer = await findSigner(inspector, named ? [named, ...apps] : apps, token)
  const app = named ?? signer?.app ?? (asked.length === 1 ? asked[0] : undefined)
  const findings = [
    ...describeHeader(token),
    await describeSignature(inspector, token, asked, signer),
    ...describeClaims(inspector, token),
    ...(app ? describeApp(app) : []),
  ]
  const verdict = app ? await judge(inspector, app, token) : NOBODYS
  const signedBy = signer && { app: signer.app, secretId: signer.key.id }
  return { verdict, app, signedBy, findings }
}

const NOBODYS: Verdict = {
  accepted: false,
  code: 43,
  name: 'token_signature_invalid',
  message: 'no app of this server signed this token',
}

interface Signer {
  readonly app: App
  readonly key: AppKey
}

/** The secret that signed the token; retired ones are tried too, so that this can be said. */
async function findSigner(
  inspector: Inspector,
  apps: readonly App[],
  token: string,
): Promise<Signer | undefined> {
  for (const app of apps) {
    const { all } = await inspector.apps.keysOf(app.id)
    const stillUsable = all.map(key => ({ ...key, usableUntilUs: undefined }))
    const issuer = {
      apiKey: app.key,
      keys: { all: stillUsable, revokedIds: new Set<string>() },
      nowUs: inspector.clock(),
    }
    const key = await verifySignature(token, issuer).then(
      result => all.find(candidate => candidate.id === result.key.id),
      () => undefined,
    )
    if (key) return { app, key }
  }
  return undefined
}

function describeHeader(token: string): Finding[] {
  const { header } = readUnverified(token)
  if (!header)
    return [{ part: 'form', ok: false, says: 'this is no JSON Web Token (header.payload.signature)' }]
  const { alg, kid, ...rest } = header
  const others = Object.entries(rest).map(([name, value]) => ({
    part: `header ${name}`,
    says: JSON.stringify(value),
  }))
  const right = alg === 'HS256'
  return [
    {
      part: 'header alg',
      ok: right,
      says: right
        ? 'HS256'
        : `${JSON.stringify(alg)}, must be HS256 (identity providers: what the app lists)`,
    },
    ...(kid === undefined
      ? []
      : [{ part: 'header kid', says: `asks for the secret ${JSON.stringify(kid)}` }]),
    ...others,
  ]
}

async function describeSignature(
  inspector: Inspector,
  token: string,
  apps: readonly App[],
  signer: Signer | undefined,
): Promise<Finding> {
  const part = 'signature'
  if (isDevelopmentToken(token)) {
    return { part, says: 'none: a development token, good only while the app’s auth checks are off' }
  }
  if (!signer) {
    const keys = apps.map(app => app.key).join(', ') || 'none'
    return {
      part,
      ok: false,
      says: `made with no usable secret of ${keys} (secrets that were revoked are not tried)`,
    }
  }
  const { app, key } = signer
  if (!apps.includes(app)) {
    const says = `made with secret ${key.id} of another app, API key ${app.key}`
    return { part, ok: false, says }
  }
  const usable = isUsable(key, inspector.clock())
  const state = usable ? key.state : `retired since ${toRfc3339(key.usableUntilUs ?? 0)}`
  return { part, ok: usable, says: `made with secret ${key.id} (${state}) of API key ${app.key}` }
}

function describeClaims(inspector: Inspector, token: string): Finding[] {
  const { claims } = readUnverified(token)
  if (!claims) return [{ part: 'payload', ok: false, says: 'is no JSON object' }]
  const described = Object.entries(claims).map(([name, value]) => describeClaim(inspector, name, value))
  return [...described, ...describeSubject(claims)]
}

/** What is wrong with who the token is for as a whole. Tokens of identity providers name them otherwise. */
function describeSubject({ user_id, server, iss }: Readonly<Record<string, unknown>>): Finding[] {
  const isServer = server === true || server === 'true'
  if (user_id !== undefined && isServer)
    return [
      { part: 'claims', ok: false, says: 'both user_id and server: a token is for a user or for a server' },
    ]
  if (user_id !== undefined || isServer || iss !== undefined) return []
  return [{ part: 'claim user_id', ok: false, says: 'is missing: the token names nobody' }]
}

function describeClaim(inspector: Inspector, name: string, value: unknown): Finding {
  const part = `claim ${name}`
  if (name === 'user_id') {
    const problem = findUserIdProblem(value)
    return {
      part,
      ok: !problem,
      says: problem ? `${JSON.stringify(value)} ${problem}` : JSON.stringify(value),
    }
  }
  if (name === 'exp' || name === 'iat' || name === 'nbf') return describeTime(inspector, name, value)
  if (name === 'server') return { part, ok: value === true || value === 'true', says: JSON.stringify(value) }
  return { part, says: `${JSON.stringify(value)} (not looked at)` }
}

function describeTime(inspector: Inspector, name: 'exp' | 'iat' | 'nbf', value: unknown): Finding {
  const part = `claim ${name}`
  const nowUs = inspector.clock()
  try {
    const times = parseTokenTimes({ [name]: value })
    const seconds = times[name] ?? 0
    const awaySeconds = seconds - nowUs / 1e6
    const distance = describeDuration(Math.abs(awaySeconds))
    const when = `${toRfc3339(seconds * 1e6).slice(0, 19)}Z, ${awaySeconds < 0 ? `${distance} ago` : `in ${distance}`}`
    const problem = problemOf(() => checkTokenTimes(times, nowUs))
    return { part, ok: !problem, says: `${JSON.stringify(value)}: ${when}` }
  } catch (error) {
    return {
      part,
      ok: false,
      says: `${JSON.stringify(value)}: ${error instanceof Error ? error.message : error}`,
    }
  }
}

function problemOf(check: () => void): boolean {
  try {
    check()
    return false
  } catch {
    return true
  }
}

function describeApp(app: App): Finding[] {
  const { disableAuthChecks, revokeTokensIssuedBeforeUs } = app.settings
  const revoked =
    revokeTokensIssuedBeforeUs === undefined
      ? []
      : [
          {
            part: 'app',
            says: `revoked all user tokens issued before ${toRfc3339(revokeTokensIssuedBeforeUs)}`,
          },
        ]
  return [
    {
      part: 'app',
      ok: !app.suspended,
      says: `${app.key}, ${app.mode} mode${app.suspended ? ', suspended' : ''}`,
    },
    ...(disableAuthChecks
      ? [{ part: 'app', says: 'auth checks are OFF: signatures of user tokens are not checked' }]
      : []),
    ...revoked,
  ]
}

export interface Verdict {
  readonly accepted: boolean
  readonly code?: number
  readonly name?: ErrorName
  readonly message: string
  /** `revoked`, `development_token`, …: what the error's details say. */
  readonly reason?: string
}

/** Asks what a server would ask, without making the user. */
async function judge(inspector: Inspector, app: App, token: string): Promise<Verdict> {
  const log = pino({ level: 'silent' })
  const { apps, clock } = inspector
  // Of its own: what is only inspected counts as no use and as no failure.
  const own = createAuth({ apps, clock, log, metrics: createMetrics(), rateLimits: 'off' })
  const auth = { ...own, providers: inspector.providers ?? own.providers }
  try {
    const principal = await authenticate(auth, { apiKey: app.key, authType: 'jwt', token, ip: 'cli' })
    if (principal.kind !== 'user') return { accepted: true, message: `a server token of API key ${app.key}` }
    const user = await inspector.store.read.findUser(app.id, principal.userId)
    checkMayAct(principal, user)
    const known = user ? `role ${user.role}` : 'not known yet: connecting creates the user'
    return { accepted: true, message: `user ${principal.userId} of API key ${app.key} (${known})` }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    const { code, errorName: name, message } = error
    const reason = error.details?.reason
    return { accepted: false, code, name, message, ...(typeof reason === 'string' && { reason }) }
  }
}
