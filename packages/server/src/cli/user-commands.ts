import { CLOSE_CODES } from '@parley/protocol'
import { issueServerToken } from '../auth/issue-token.ts'
import type { App } from '../domain/app.ts'
import { ALL } from '../domain/filters.ts'
import type { UserRecord } from '../domain/records.ts'
import { toRfc3339 } from '../util/time.ts'
import { CliError } from './cli-error.ts'
import { findServerUrl } from './find-server.ts'
import { fields, type Output, table } from './output.ts'
import type { Session } from './session.ts'

/** `parley user list` */
export async function listUsers(
  { store }: Session,
  app: App,
  page: { readonly limit: number; readonly offset: number },
): Promise<Output> {
  const query = { filter: ALL, sort: [], includeDeactivated: true, ...page }
  const users = await store.read.queryUsers(app.id, query)
  const rows = users.map(user => [
    user.id,
    user.name ?? '',
    user.role,
    stateOf(user),
    activeAt(user) ?? 'never',
  ])
  return {
    json: { api_key: app.key, users: users.map(toJson) },
    text: table(['ID', 'NAME', 'ROLE', 'STATE', 'LAST ACTIVE'], rows, 'no users'),
  }
}

/** `parley user show` */
export async function showUser(session: Session, app: App, userId: string): Promise<Output> {
  const user = await getUser(session, app, userId)
  const json = toJson(user)
  const rows = Object.entries(json).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  )
  return { json: { api_key: app.key, user: json }, text: fields(rows) }
}

/**
 * `parley user deactivate`: asks the running server, which closes the user's sockets at once; writes
 * to the database when no server runs.
 */
export async function deactivateUser(
  session: Session,
  app: App,
  userId: string,
  serverUrl: string | undefined,
): Promise<Output> {
  const user = await getUser(session, app, userId)
  const url = serverUrl ?? (await findServerUrl(session.config))
  if (user.deactivatedAtUs === undefined) {
    if (url === undefined) await deactivateStored(session, user)
    else await deactivateOnServer(session, app, userId, url)
  }
  const after = await getUser(session, app, userId)
  const how =
    url === undefined
      ? 'no server was found running'
      : `the server at ${url} closed the user's connections (${CLOSE_CODES.refused.code})`
  return {
    json: { api_key: app.key, user: toJson(after), ...(url === undefined ? {} : { server: url }) },
    text: `user ${userId} is deactivated; ${how}`,
  }
}

async function deactivateStored({ store, clock }: Session, { appId, id }: UserRecord): Promise<void> {
  await store.transaction(async tx => {
    const user = await tx.findUser(appId, id)
    const atUs = clock()
    if (user) await tx.updateUser({ ...user, deactivatedAtUs: atUs, updatedAtUs: atUs })
  })
}

async function deactivateOnServer(session: Session, app: App, userId: string, url: string): Promise<void> {
  const token = await issueServerToken(session, app, { expiresInSeconds: 60 })
  const target = new URL(
    `users/${encodeURIComponent(userId)}/deactivate`,
    url.endsWith('/') ? url : `${url}/`,
  )
  target.searchParams.set('api_key', app.key)
  const response = await fetch(target, {
    method: 'POST',
    headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new CliError(
      `the server at ${url} does not answer: ${error instanceof Error ? error.message : error}`,
    )
  })
  if (response.ok) return
  throw new CliError(`the server at ${url} refused: ${await messageOf(response)}`)
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message)
  } catch {
    // Not one of our errors: the status has to do.
  }
  return `HTTP ${response.status}`
}

async function getUser({ store }: Session, app: App, userId: string): Promise<UserRecord> {
  const user = await store.read.findUser(app.id, userId)
  if (user) return user
  throw new CliError(`app ${app.key} has no user "${userId}"`)
}

function stateOf(user: UserRecord): string {
  if (user.mergedInto !== undefined) return `merged into ${user.mergedInto}`
  if (user.erasedAtUs !== undefined) return 'deleted for good'
  if (user.deletedAtUs !== undefined) return 'deleted'
  if (user.deactivatedAtUs !== undefined) return 'deactivated'
  return user.banned ? 'banned' : 'active'
}

function activeAt(user: UserRecord): string | undefined {
  return timeOf(user.lastActiveAtUs)
}

function timeOf(atUs: number | undefined): string | undefined {
  return atUs === undefined ? undefined : toRfc3339(atUs)
}

function toJson(user: UserRecord): Record<string, unknown> {
  const all = {
    id: user.id,
    name: user.name,
    image: user.image,
    role: user.role,
    state: stateOf(user),
    teams: user.teams.length > 0 ? user.teams : undefined,
    language: user.language || undefined,
    banned: user.banned,
    created_at: toRfc3339(user.createdAtUs),
    updated_at: toRfc3339(user.updatedAtUs),
    last_active: activeAt(user),
    deactivated_at: timeOf(user.deactivatedAtUs),
    deleted_at: timeOf(user.deletedAtUs),
    revoke_tokens_issued_before: timeOf(user.revokeTokensBeforeUs),
    custom: Object.keys(user.custom).length > 0 ? user.custom : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
