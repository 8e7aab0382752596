import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { IsTrusted } from './client-ip.ts'
import { isPublicAddress } from './public-address.ts'
import { readAtMost } from './read-at-most.ts'

/** What a page may cost. */
export interface GetLimits {
  /** For all of it: names, redirects, the body. */
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly maxRedirects: number
  /** Only such answers are read. */
  readonly accept: RegExp
  readonly userAgent: string
}

export interface SafePost {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
  readonly timeoutMs: number
}

interface FetchInit {
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

export interface Page {
  /** After redirects. */
  readonly url: string
  readonly contentType: string
  readonly body: Uint8Array
}

/** Why something was not fetched. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused'
}

/**
 * Fetches what a stranger named, and never anything of our own network: the name is resolved here,
 * each of its addresses must be on the internet, and the connection goes to that very address. So
 * for every redirect. Ports are 80 and 443. Addresses that `isAllowed` knows are exempt from both.
 */
export class SafeFetch {
  readonly #isAllowed: IsTrusted

  constructor(isAllowed: IsTrusted) {
    this.#isAllowed = isAllowed
  }

  /** Reads a page. @throws FetchRefused, or what the network says. */
  async get(address: string, limits: GetLimits): Promise<Page> {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    let url = parseUrl(address)
    for (let redirects = 0; redirects <= limits.maxRedirects; redirects++) {
      const headers = { 'user-agent': limits.userAgent, accept: 'text/html,*/*;q=0.5' }
      const response = await this.#fetchOnce(url, { headers }, signal)
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) {
        return readPage(url, response, limits)
      }
      await response.body?.cancel()
      url = parseUrl(location, url)
    }
    throw new FetchRefused(`more than ${limits.maxRedirects} redirects`)
  }

  /** Posts something; the answer's body is not read. @throws FetchRefused, or what the network says. */
  async post(
    address: string,
    { headers, body, timeoutMs }: SafePost,
  ): Promise<Pick<Response, 'status' | 'headers'>> {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await this.#fetchOnce(parseUrl(address), { method: 'POST', headers, body }, signal)
    await response.body?.cancel()
    return response
  }

  async #fetchOnce(url: URL, init: FetchInit, signal: AbortSignal): Promise<Response> {
    const address = await within(signal, this.#addressOf(url))
    const pinned = new URL(url)
    pinned.hostname = isIP(address) === 6 ? `[${address}]` : address
    return fetch(pinned, {
      ...init,
      headers: { ...init.headers, host: url.host },
      redirect: 'manual',
      signal,
      // A connection is never shared with another name at the same address.
      keepalive: false,
      tls: { serverName: hostOf(url) },
    })
  }

  async #addressOf(url: URL): Promise<string> {
    const host = hostOf(url)
    const addresses =
      isIP(host) === 0 ? (await lookup(host, { all: true })).map(each => each.address) : [host]
    const isDefaultPort = url.port === ''
    for (const address of addresses) {
      if (this.#isAllowed(address)) continue
      if (!isPublicAddress(address)) throw new FetchRefused(`${host} is not an address of the internet`)
      if (!isDefaultPort) throw new FetchRefused('only ports 80 and 443 are fetched from')
    }
    const [first] = addresses
    if (first === undefined) throw new FetchRefused(`${host} has no address`)
    return first
  }
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new FetchRefused('not an address of a page')
  }
  // Nobody's password is sent anywhere.
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

async function readPage(url: URL, response: Response, { accept, maxBytes }: GetLimits): Promise<Page> {
  const contentType = response.headers.get('content-type') ?? ''
  if (!response.ok || !accept.test(contentType)) {
    await response.body?.cancel()
    throw new FetchRefused(`answered ${response.status} with ${contentType || 'no type'}`)
  }
  const body = await readAtMost(response, maxBytes)
  if (!body) throw new FetchRefused(`longer than ${maxBytes} bytes`)
  return { url: url.href, contentType, body }
}

/** Looking up a name can't be called off, but need not be waited for. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(signal.reason)
    signal.addEventListener('abort', late, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late))
  })
}
