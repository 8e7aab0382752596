import { object, optional, text } from '@parley/protocol/schemas'
import { addProvider, removeProvider, testProvider } from '../actions/apps/identity-providers.ts'
import type { Route } from './route.ts'

const claim = optional(text(255))

const ProviderBody = object({
  issuer: text(1_024),
  jwks_uri: optional(text(2_048)),
  audience: optional(text(1_024)),
  user_id_claim: claim,
  name_claim: claim,
  teams_claim: claim,
})

export function registerIdentityProviderRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/apps/{app}/identity_providers/test',
    role: 'admin',
    body: ProviderBody,
    summary: 'Ask an identity provider whether its tokens could be verified',
    handle: async ({ app, body }) => ({ body: await testProvider(app, body) }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/identity_providers',
    role: 'admin',
    confirmed: true,
    body: ProviderBody,
    summary: 'Take the tokens of an identity provider',
    handle: async ({ deps, actor, app, body }) => ({ body: await addProvider(deps, actor, app, body) }),
  })
  route({
    method: 'DELETE',
    path: '/apps/{app}/identity_providers',
    role: 'admin',
    query: object({ issuer: text(1_024), audience: optional(text(1_024)) }),
    summary: 'Take them no more',
    handle: async ({ deps, actor, app, query }) => ({
      body: { authentication: await removeProvider(deps, actor, app, query) },
    }),
  })
}
