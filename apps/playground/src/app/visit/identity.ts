/** How a demo user proves to be one. */
export type TokenKind = 'provider' | 'static' | 'development'

/** Who a visitor is. */
export type Identity =
  | { readonly kind: 'user'; readonly id: string; readonly token: TokenKind }
  | { readonly kind: 'guest'; readonly name: string }
  | { readonly kind: 'anonymous' }

/** Where a visitor is; what stands in the page's address. */
export interface Place {
  readonly identity?: Identity | undefined
  /** The cid of the open channel. */
  readonly channel?: string | undefined
}

const TOKENS: readonly TokenKind[] = ['provider', 'static', 'development']

/** `?as=demo-sara&channel=team:demo-launch` */
export function readPlace(query: string): Place {
  const parameters = new URLSearchParams(query)
  const identity = readIdentity(parameters)
  const channel = parameters.get('channel') ?? undefined
  return identity ? { identity, channel } : {}
}

export function writePlace({ identity, channel }: Place): string {
  if (!identity) return ''
  const parameters = new URLSearchParams({ as: identity.kind === 'user' ? identity.id : identity.kind })
  if (identity.kind === 'guest') parameters.set('name', identity.name)
  if (identity.kind === 'user' && identity.token !== 'provider') parameters.set('token', identity.token)
  if (channel) parameters.set('channel', channel)
  return `?${parameters.toString().replaceAll('%3A', ':').replaceAll('%21', '!')}`
}

/** The id that the SDK keeps a guest under; the server makes one of its own from it. */
export function guestId(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase()
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'guest'
  )
}

export function isSame(a: Identity | undefined, b: Identity | undefined): boolean {
  return writePlace({ identity: a }) === writePlace({ identity: b })
}

function readIdentity(parameters: URLSearchParams): Identity | undefined {
  const id = parameters.get('as')
  const name = parameters.get('name')?.trim().slice(0, 60)
  if (id === 'anonymous') return { kind: 'anonymous' }
  if (id === 'guest') return name ? { kind: 'guest', name } : undefined
  if (!id) return undefined
  const token = TOKENS.find(kind => kind === parameters.get('token')) ?? 'provider'
  return { kind: 'user', id, token }
}
