import type { AppMode, AppView, IdentityProvider } from '../../api/types'

interface Now {
  readonly app: AppView
  readonly hasPlayground: boolean
  readonly providers: readonly IdentityProvider[]
}

/** Exactly what becomes otherwise for this app with the other mode; a paragraph each. */
export function changesWithMode(mode: AppMode, now: Now): string[] {
  return mode === 'production' ? towardsProduction(now) : towardsDevelopment()
}

function towardsProduction({ app, hasPlayground, providers }: Now): string[] {
  const local = providers.filter(({ jwks_uri }) => jwks_uri.startsWith('http:'))
  return [
    app.disable_auth_checks
      ? 'Auth checks are switched on at once: development tokens are refused, and connections made with them are closed.'
      : 'Auth checks stay on, and can’t be disabled any more.',
    ...(hasPlayground
      ? ['The playground at / is closed; tokens that it gave out are good for an hour at most.']
      : []),
    ...local.map(({ issuer }) => `Tokens of ${issuer} are refused: its keys are not behind https.`),
    'A user may have 50 connections at once instead of 10, unless that is set. The app can’t be deleted. You can switch back.',
  ]
}

function towardsDevelopment(): string[] {
  return [
    'Nothing changes for your users at once. But auth checks can be disabled then, which lets anybody be anybody, and the app can be deleted.',
    'If this is the server’s first app, and the playground is served, it opens at /: whoever can reach the server can chat there as one of its made-up users.',
    'A user may have 10 connections at once instead of 50, unless that is set. Don’t do it to an app that real people use.',
  ]
}
