import { BlockList, isIP } from 'node:net'

/** Whether an address is one of our own proxies. */
export type IsTrusted = (address: string) => boolean

/**
 * Reads `PARLEY_TRUST_PROXY`: addresses and networks (`10.0.0.0/8`, `::1`).
 * @throws Error naming the part that is neither.
 */
export function parseTrustedProxies(parts: readonly string[]): IsTrusted {
  if (parts.length === 0) return () => false
  const list = new BlockList()
  for (const part of parts) addTo(list, part)
  return address => {
    const plain = unmapped(address)
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
  }
}

function addTo(list: BlockList, part: string): void {
  const network = parseNetwork(part)
  if (!network) throw new Error(`"${part}" is neither an address nor a network such as 10.0.0.0/8`)
  list.addSubnet(network.address, network.bits, network.type)
}

/** Whether it is an address or a network such as `10.0.0.0/8`. */
export function isNetwork(part: string): boolean {
  return parseNetwork(part) !== undefined
}

function parseNetwork(part: string) {
  const [address = '', length, more] = part.split('/')
  const family = isIP(address)
  const longest = family === 6 ? 128 : 32
  const bits = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (family === 0 || more !== undefined || !(bits <= longest)) return undefined
  return { address, bits, type: family === 6 ? ('ipv6' as const) : ('ipv4' as const) }
}

/**
 * The client's address: the peer's, or when that is a trusted proxy the right-most address of
 * `X-Forwarded-For` that is not one. What stands left of it, anybody may have written.
 */
export function clientIp(peer: string, forwardedFor: string | null, isTrusted: IsTrusted): string {
  if (forwardedFor === null || !isTrusted(peer)) return peer
  const hops = forwardedFor.split(',').map(hop => withoutPort(hop.trim()))
  for (const hop of hops.reverse()) {
    // A hop that is no address was not written by a proxy of ours.
    if (isIP(hop) === 0) return peer
    if (!isTrusted(hop)) return hop
    peer = hop
  }
  return peer
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)
  if (bracketed?.[1]) return bracketed[1]
  return /^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(':')) : hop
}

function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
