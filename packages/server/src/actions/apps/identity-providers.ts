import { ChatError } from '@parley/protocol'
import { discoverProvider } from '../../auth/discover-provider.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { apply } from './change-authentication.ts'

const MAX_PROVIDERS = 20

/** What an app is to know of an identity provider; the rest is fetched from it. */
export interface ProviderInput {
  readonly issuer: string
  readonly jwks_uri?: string | undefined
  readonly audience?: string | undefined
  readonly user_id_claim?: string | undefined
  readonly name_claim?: string | undefined
  readonly teams_claim?: string | undefined
}

/**
 * Asks an identity provider on the spot whether its tokens could be verified; changes nothing.
 * @throws ChatError `invalid_input` saying what can't be used
 */
export async function testProvider(app: AppRecord, input: ProviderInput) {
  const { issuer, jwks_uri: jwksUri, ...claims } = input
  const { keys, ...found } = await discoverProvider({ issuer, jwksUri }, app.mode)
  const given = Object.entries(claims).filter(([, value]) => value !== undefined)
  const provider = {
    issuer: found.issuer,
    jwks_uri: found.jwksUri,
    algorithms: [...found.algorithms],
    user_id_claim: 'sub',
    ...Object.fromEntries(given),
  }
  return { provider, keys }
}

/**
 * Lets an app take the tokens of an identity provider that answers now.
 * @throws ChatError as `testProvider`; `not_allowed` for one that is listed
 */
export async function addProvider(deps: AdminDeps, actor: AdminActor, app: AppRecord, input: ProviderInput) {
  const { provider, keys } = await testProvider(app, input)
  const listed = await providersOf(deps, app)
  if (listed.some(each => isSame(each, provider))) {
    throw new ChatError('not_allowed', 'this provider is listed for this audience; remove it first')
  }
  if (listed.length >= MAX_PROVIDERS) {
    throw new ChatError('not_allowed', `an app has at most ${MAX_PROVIDERS} identity providers`)
  }
  const patch = { identity_providers: [...listed, provider] }
  return { authentication: await apply(deps, actor, app, 'app.identity_provider.add', patch), keys }
}

/**
 * Tokens of the provider are refused from now on.
 * @throws ChatError `not_found`
 */
export async function removeProvider(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  which: Pick<ProviderInput, 'issuer' | 'audience'>,
) {
  const listed = await providersOf(deps, app)
  const left = listed.filter(each => !isSame(each, which))
  if (left.length === listed.length) {
    throw new ChatError('not_found', 'the app has no identity provider of this issuer and audience')
  }
  return apply(deps, actor, app, 'app.identity_provider.remove', { identity_providers: left })
}

/** As they are stored now: the app may have been read a while ago, before a provider was asked. */
async function providersOf({ store }: AdminDeps, { key }: AppRecord): Promise<readonly Json[]> {
  const app = await store.read.findApp(key)
  const listed = app?.settings.identity_providers
  return Array.isArray(listed) ? listed : []
}

function isSame(
  one: Json,
  other: { readonly issuer: string; readonly audience?: string | undefined },
): boolean {
  return one.issuer === other.issuer && (one.audience ?? '') === (other.audience ?? '')
}
