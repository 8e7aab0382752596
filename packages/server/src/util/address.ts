/**
 * What to count a client address as: IPv4 as it is, IPv6 by its /64, since that is what one
 * customer of a provider usually has.
 */
export function rateKeyOfAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups.slice(0, 4).map(shorten).join(':')}::/64`
}

function shorten(group: string): string {
  return group.replace(/^0+(?=.)/, '').toLowerCase()
}
