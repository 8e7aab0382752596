import type { Frame } from './inbox.ts'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }

/** An identity provider on loopback, which a development app may use without TLS: OpenID Connect Discovery, one key, tokens. */
export class OidcProvider implements Disposable {
  readonly #key: CryptoKey
  readonly #server: Bun.Server<undefined>
  /** What it answers by path; what is not there is 404. */
  readonly pages: Record<string, unknown> = {}

  private constructor(key: CryptoKey) {
    this.#key = key
    this.#server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: request => {
        const page = this.pages[new URL(request.url).pathname]
        return page === undefined ? new Response('', { status: 404 }) : Response.json(page)
      },
    })
  }

  static async open(): Promise<OidcProvider> {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
    const provider = new OidcProvider(privateKey)
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
    provider.pages['/keys'] = { keys: [{ kty, crv, x, y, kid: 'one', use: 'sig', alg: 'ES256' }] }
    provider.configure({})
    return provider
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#server.port}/`
  }

  /** What it says of itself, other than usual. */
  configure(change: Frame): void {
    const jwks_uri = `${this.issuer}keys`
    const algorithms = ['RS256', 'ES256', 'HS256', 'none']
    const whole = { issuer: this.issuer, jwks_uri, id_token_signing_alg_values_supported: algorithms }
    this.pages['/.well-known/openid-configuration'] = { ...whole, ...change }
  }

  /** A token of somebody who signed in there. */
  async token(claims: Frame): Promise<string> {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part({ alg: 'ES256', kid: 'one' })}.${part({ iss: this.issuer, ...claims })}`
    const hash = { name: 'ECDSA', hash: 'SHA-256' }
    const signature = await crypto.subtle.sign(hash, this.#key, Buffer.from(input))
    return `${input}.${Buffer.from(signature).toString('base64url')}`
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }
}
