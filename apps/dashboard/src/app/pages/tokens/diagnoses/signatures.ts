import type { Case, Diagnosis } from '../diagnose'

const isOf = (code: number) => (given: Case) => given.inspection.code === code
const isUnsound = isOf(43)
const algOf = ({ reading }: Case) => reading.header?.alg
const isOfAnotherApp = ({ inspection }: Case) =>
  inspection.signed_by_app !== null && inspection.signed_by_app !== inspection.app
const saysOfSecret = (word: string) => (given: Case) =>
  isUnsound(given) &&
  new RegExp(`secret ".*" of API key ".*" (is|was) ${word}`).test(given.inspection.message)

export const SIGNATURES: readonly Diagnosis[] = [
  {
    fits: ({ inspection }) => inspection.reason === 'development_token',
    heading: 'Refused: it is a development token, and auth checks are on',
    todo: 'Have your backend sign a token, or make one with the generator. While you develop you can also switch Disable Auth Checks on, under Overview, Authentication.',
  },
  {
    fits: given => isUnsound(given) && algOf(given) === 'none',
    heading: 'Refused: nobody signed it',
    todo: 'Its header says “alg”: “none”. Such a token proves nothing and is never accepted. Sign with HS256 and the secret of this app.',
  },
  {
    fits: given => isUnsound(given) && algOf(given) !== 'HS256',
    heading: given => `Refused: it is signed with ${algOf(given) ?? 'an algorithm that it does not name'}`,
    todo: 'Sign with HS256 and the secret of this app. If it comes from an identity provider (Auth0, Keycloak, …), add that provider’s issuer under Overview, Authentication.',
  },
  {
    fits: given => isUnsound(given) && isOfAnotherApp(given),
    heading: 'Refused: it belongs to another app',
    todo: ({ inspection }) =>
      `A secret of the app with API key ${inspection.signed_by_app} signed it. Connect with that API key, or sign with a secret of this app.`,
  },
  {
    fits: saysOfSecret('revoked'),
    heading: 'Refused: the secret that signed it was revoked',
    todo: 'Put a secret that is active into your backend’s configuration, and sign anew. App & keys shows which are.',
  },
  {
    fits: given =>
      saysOfSecret('retired')(given) || (isUnsound(given) && given.inspection.signed_by !== null),
    heading: 'Refused: the secret that signed it is retired',
    todo: 'Put a secret that is active into your backend’s configuration, and sign anew. App & keys shows which are.',
  },
  {
    fits: given => isUnsound(given) && given.reading.header?.kid !== undefined,
    heading: 'Refused: it asks for a secret that this app does not have',
    todo: 'The “kid” of its header is no secret’s id. Leave it out: then each secret is tried. Or the token is of another app, or another server.',
  },
  {
    fits: isUnsound,
    heading: 'Refused: the signature is not valid',
    todo: 'No secret of this app signed it, or it was changed since. Look for a secret of another app or server, one that was replaced, or one copied with a part missing.',
  },
]
