import { ChatError } from '@parley/protocol'
import { issueUserToken } from '../../auth/issue-token.ts'
import type { App } from '../../domain/app.ts'
import type { UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { updateUsers } from '../users/update-users.ts'
import { cidOfPublicChannel } from './demo-channels.ts'
import { DEMO_PEOPLE } from './demo-people.ts'
import { findDemoUserIds, seedPlayground } from './seed-playground.ts'

/** Somebody whom a visitor may be. */
export interface PlaygroundUser {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly image: string
}

/** What the playground's page has to know before it connects. */
export type PlaygroundConfig = (
  | {
      readonly open: true
      readonly api_key: string
      /** True: development tokens are refused. */
      readonly auth_checks: boolean
      readonly users: readonly PlaygroundUser[]
      /** The cid of the channel for everybody. */
      readonly public_channel: string
    }
  | { readonly open: false; readonly reason: ClosedReason; readonly message: string }
) & { readonly version: string }

export type ClosedReason = 'starting' | 'production' | 'suspended'

export interface DemoToken {
  readonly token: string
  readonly expires_at: string
}

/** A token of the demo lives so long; it is the app's own kind of token, so never long. */
export const DEMO_TOKEN_SECONDS = { least: 5, usual: 600, most: 3600 } as const

const CLOSED: Readonly<Record<ClosedReason, string>> = {
  starting: 'the server is starting: try again in a moment',
  production:
    'this app is in production mode, where nobody is given tokens without a credential; `parley app set --mode development` opens the playground again',
  suspended: 'this app is suspended; `parley app set --resume` lets it work again',
}

/**
 * The playground of the first app, while that is in development mode. It makes tokens for people
 * without a credential, so everything is looked up anew each time: the mode, whether a user was made
 * by the demo, and what became of them.
 */
export class Playground {
  readonly #deps: Deps
  readonly #appKey: () => string | undefined
  readonly #version: string
  #seeding: Promise<void> | undefined

  /** `appKey` is undefined until the first app is known. */
  constructor(deps: Deps, options: { readonly appKey: () => string | undefined; readonly version: string }) {
    this.#deps = deps
    this.#appKey = options.appKey
    this.#version = options.version
  }

  /** Makes the demo's data when it is asked for the first time. */
  async config(): Promise<PlaygroundConfig> {
    const version = this.#version
    const found = await this.#find()
    if ('closed' in found) {
      return { open: false, reason: found.closed, message: CLOSED[found.closed], version }
    }
    const { app } = found
    await this.#seed(app)
    return {
      open: true,
      api_key: app.key,
      auth_checks: !app.settings.disableAuthChecks,
      users: await this.#users(app),
      public_channel: cidOfPublicChannel,
      version,
    }
  }

  /**
   * A token of one of the demo's users, good for so many seconds.
   * @throws ChatError `not_allowed` for anybody else, and while the playground is closed
   */
  async token(userId: string, seconds: number = DEMO_TOKEN_SECONDS.usual): Promise<DemoToken> {
    const app = await this.#openApp()
    const user = await this.#demoUser(app, userId)
    await this.#outwaitRevocation(user)
    const { least, most } = DEMO_TOKEN_SECONDS
    const expiresInSeconds = Math.min(Math.max(Math.floor(seconds), least), most)
    const token = await issueUserToken(this.#deps, app, user.id, { expiresInSeconds })
    const nowSeconds = Math.floor(this.#deps.clock() / 1e6)
    return { token, expires_at: toRfc3339((nowSeconds + expiresInSeconds) * 1e6) }
  }

  /**
   * Revokes every token of one of the demo's users, also those of this very second.
   * @throws as `token`
   */
  async revoke(userId: string): Promise<void> {
    const app = await this.#openApp()
    const { id } = await this.#demoUser(app, userId)
    const nextSecondUs = Math.ceil((this.#deps.clock() + 1) / 1e6) * 1e6
    const set = { custom: {}, revoke_tokens_issued_before: toRfc3339(nextSecondUs) }
    await updateUsers(this.#deps, { kind: 'server', app }, [{ id, set, unset: [] }])
  }

  async #openApp(): Promise<App> {
    const found = await this.#find()
    if ('app' in found) return found.app
    const details = { reason: found.closed }
    throw new ChatError('not_allowed', `the playground is closed: ${CLOSED[found.closed]}`, { details })
  }

  /** Looks at the database: what an app was two seconds ago is not good enough to sign for. */
  async #find(): Promise<{ readonly app: App } | { readonly closed: ClosedReason }> {
    const { store, apps } = this.#deps
    const key = this.#appKey()
    const record = key === undefined ? undefined : await store.read.findApp(key)
    if (!record) return { closed: 'starting' }
    if (record.suspended) return { closed: 'suspended' }
    if (record.mode !== 'development') return { closed: 'production' }
    return { app: await apps.get(record.id) }
  }

  #seed(app: App): Promise<void> {
    this.#seeding ??= seedPlayground(this.#deps, app).catch((error: unknown) => {
      this.#seeding = undefined
      throw error
    })
    return this.#seeding
  }

  async #users(app: App): Promise<PlaygroundUser[]> {
    const ids = await findDemoUserIds(this.#deps, app.id)
    const found = await this.#deps.store.read.findUsers(app.id, ids ?? [])
    const users = new Map(found.filter(isAsMade).map(user => [user.id, user]))
    return DEMO_PEOPLE.flatMap(({ id, name, title, image }) => {
      const user = users.get(id)
      return user ? [{ id, name: user.name ?? name, title, image: user.image ?? image }] : []
    })
  }

  async #demoUser(app: App, userId: string): Promise<UserRecord> {
    const ids = await findDemoUserIds(this.#deps, app.id)
    const user = ids?.includes(userId) ? await this.#deps.store.read.findUser(app.id, userId) : undefined
    if (user && isAsMade(user)) return user
    throw new ChatError(
      'not_allowed',
      'the playground gives tokens to its demo users only, and not to those whose role or teams were changed',
      { details: { reason: 'not_a_demo_user' } },
    )
  }

  /** Tokens have whole seconds: one of the second that was revoked would be refused. */
  async #outwaitRevocation({ revokeTokensBeforeUs: beforeUs = 0 }: UserRecord): Promise<void> {
    const untilUs = Math.ceil(beforeUs / 1e6) * 1e6
    const waitMs = () => Math.ceil((untilUs - this.#deps.clock()) / 1000)
    if (waitMs() > 2000)
      throw new ChatError('not_allowed', 'this user’s tokens are revoked until a later time')
    // a sleep may end a moment too early
    while (waitMs() > 0) await Bun.sleep(waitMs())
  }
}

/** Whoever got more rights than the demo gave is not for strangers to be. */
function isAsMade({ role, teams, teamsRole, deletedAtUs, deactivatedAtUs }: UserRecord): boolean {
  const isLiving = deletedAtUs === undefined && deactivatedAtUs === undefined
  const hasNoRoles = role === 'user' && teams.length === 0 && Object.keys(teamsRole ?? {}).length === 0
  return isLiving && hasNoRoles
}
