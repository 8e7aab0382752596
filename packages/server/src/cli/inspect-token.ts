import { ChatError } from '@parley/protocol'
import pino from 'pino'
import { checkMayAct } from '../auth/actor.ts'
import { type AppKey, isUsable } from '../auth/app-keys.ts'
import { authenticate, createAuth } from '../auth/authenticate.ts'
import { isDevelopmentToken } from '../auth/development-tokens.ts'
import { readUnverified } from '../auth/unverified.ts'
import { verifySignature } from '../auth/verify-token.ts'
import type { App } from '../domain/app.ts'
import { checkTokenTimes, parseTokenTimes } from '../domain/tokens.ts'
import { findUserIdProblem } from '../domain/user-ids.ts'
import { createMetrics } from '../util/metrics.ts'
import { toRfc3339 } from '../util/time.ts'
import { describeDuration } from './duration.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

/** One finding about a token. `ok` undefined: nothing to judge, for information. */
interface Finding {
  readonly part: string
  readonly ok?: boolean
  readonly says: string
}

/**
 * `parley token inspect`: what is right and wrong, claim by claim, and what the server would say.
 *
 * The verdict comes from the server's own authentication; the findings explain it. `named` is the
 * app that was asked about; without it each app's secrets are tried.
 */
export async function inspectToken(session: Session, token: string, named: App | undefined): Promise<Output> {
  const apps = named ? [named] : await allApps(session)
  const signer = await findSigner(session, apps, token)
  const app = named ?? signer?.app ?? (apps.length === 1 ? apps[0] : undefined)
  const findings = [
    ...describeHeader(token),
    await describeSignature(session, token, apps, signer),
    ...describeClaims(session, token),
    ...(app ? describeApp(app) : []),
  ]
  const verdict = app
    ? await judge(session, app, token)
    : { accepted: false, code: 43, message: 'no app of this server signed this token' }
  const json = { accepted: verdict.accepted, ...(app ? { api_key: app.key } : {}), verdict, findings }
  return { json, text: render(findings, verdict), exitCode: verdict.accepted ? 0 : 1 }
}

async function allApps({ store, apps }: Session): Promise<App[]> {
  const records = await store.read.listApps()
  return Promise.all(records.map(record => apps.get(record.id)))
}

interface Signer {
  readonly app: App
  readonly key: AppKey
}

/** The secret that signed the token; retired ones are tried too, so that this can be said. */
async function findSigner(
  session: Session,
  apps: readonly App[],
  token: string,
): Promise<Signer | undefined> {
  for (const app of apps) {
    const { all } = await session.apps.keysOf(app.id)
    const stillUsable = all.map(key => ({ ...key, usableUntilUs: undefined }))
    const issuer = {
      apiKey: app.key,
      keys: { all: stillUsable, revokedIds: new Set<string>() },
      nowUs: session.clock(),
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
  session: Session,
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
  const usable = isUsable(key, session.clock())
  const state = usable ? key.state : `retired since ${toRfc3339(key.usableUntilUs ?? 0)}`
  return { part, ok: usable, says: `made with secret ${key.id} (${state}) of API key ${app.key}` }
}

function describeClaims(session: Session, token: string): Finding[] {
  const { claims } = readUnverified(token)
  if (!claims) return [{ part: 'payload', ok: false, says: 'is no JSON object' }]
  return Object.entries(claims).map(([name, value]) => describeClaim(session, name, value))
}

function describeClaim(session: Session, name: string, value: unknown): Finding {
  const part = `claim ${name}`
  if (name === 'user_id') {
    const problem = findUserIdProblem(value)
    return {
      part,
      ok: !problem,
      says: problem ? `${JSON.stringify(value)} ${problem}` : JSON.stringify(value),
    }
  }
  if (name === 'exp' || name === 'iat' || name === 'nbf') return describeTime(session, name, value)
  if (name === 'server') return { part, ok: value === true || value === 'true', says: JSON.stringify(value) }
  return { part, says: `${JSON.stringify(value)} (not looked at)` }
}

function describeTime(session: Session, name: 'exp' | 'iat' | 'nbf', value: unknown): Finding {
  const part = `claim ${name}`
  const nowUs = session.clock()
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

interface Verdict {
  readonly accepted: boolean
  readonly code?: number
  readonly message: string
}

/** Asks what a server would ask, without making the user. */
async function judge(session: Session, app: App, token: string): Promise<Verdict> {
  const log = pino({ level: 'silent' })
  const auth = createAuth({ ...session, log, metrics: createMetrics(), rateLimits: 'off' })
  try {
    const principal = await authenticate(auth, { apiKey: app.key, authType: 'jwt', token, ip: 'cli' })
    if (principal.kind !== 'user') return { accepted: true, message: `a server token of API key ${app.key}` }
    const user = await session.store.read.findUser(app.id, principal.userId)
    checkMayAct(principal, user)
    const known = user ? `role ${user.role}` : 'not known yet: connecting creates the user'
    return { accepted: true, message: `user ${principal.userId} of API key ${app.key} (${known})` }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    return { accepted: false, code: error.code, message: error.message }
  }
}

function render(findings: readonly Finding[], verdict: Verdict): string {
  const width = Math.max(...findings.map(({ part }) => part.length))
  const lines = findings.map(({ part, ok, says }) => {
    const mark = ok === undefined ? ' ' : ok ? '✓' : '✗'
    return `${mark} ${part.padEnd(width)}  ${says}`
  })
  const result = verdict.accepted
    ? `accepted: ${verdict.message}`
    : `refused with code ${verdict.code}: ${verdict.message}`
  return [...lines, '', result].join('\n')
}
