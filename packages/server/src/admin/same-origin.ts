import { ChatError } from '@parley/protocol'

/** Its presence is what counts: no form and no image can send it, and no other site may. */
export const DASHBOARD_HEADER = 'x-parley-dashboard'

/**
 * Refuses requests that another site has a browser make. The cookie is `SameSite=Strict` already;
 * this holds where a browser does not know that, and between sites of one domain.
 * @throws ChatError `not_allowed`
 */
export function checkSameOrigin({ headers }: Request, publicUrl: string | undefined): void {
  if (!headers.has(DASHBOARD_HEADER)) {
    throw refused(`the header ${DASHBOARD_HEADER} is missing: send it with any value, such as 1`)
  }
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    throw refused('the request comes from another site')
  }
  const origin = headers.get('origin')
  if (origin !== null && !isOwn(origin, headers.get('host'), publicUrl)) {
    throw refused(
      'the request comes from another site; behind a proxy, set PARLEY_PUBLIC_URL to the address that people use',
    )
  }
}

/** By host: a proxy that ends TLS leaves the scheme to be guessed. */
function isOwn(origin: string, host: string | null, publicUrl: string | undefined): boolean {
  const from = URL.parse(origin)?.host
  if (!from) return false
  return from === host?.toLowerCase() || (publicUrl !== undefined && from === URL.parse(publicUrl)?.host)
}

function refused(message: string): ChatError {
  return new ChatError('not_allowed', message, { details: { reason: 'cross_site' } })
}
