import { BlockList, isIP } from 'node:net'

/** IPv4 that is nobody's on the internet: private, loopback, link-local, shared, reserved, multicast. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Within 2000::/3, which is all of IPv6 that is given out: what stands for other addresses, or for none. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const notPublic = blockList([...NOT_PUBLIC_V4, ...NOT_PUBLIC_V6])
const givenOut = blockList(['2000::/3'])

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/**
 * Whether an address can only be that of a machine on the internet. IPv4 written as IPv6 is not,
 * whichever way: nobody who resolves a name needs it.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !notPublic.check(address, 'ipv4')
  if (family !== 6 || address.includes('%') || address.includes('.')) return false
  return givenOut.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}
