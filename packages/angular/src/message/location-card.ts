import type { LocalMessage } from '@parley/client'
import type { Texts } from '../texts/texts'
import type { LinkCard } from './attachment-kinds'

/** A shared place as a link to a map; undefined when the message has none. */
export function locationCard(
  { shared_location: place }: LocalMessage,
  t: Pick<Texts, 'sharedLocation' | 'liveLocation'>,
): LinkCard | undefined {
  if (!place) return undefined
  const [latitude, longitude] = [place.latitude.toFixed(6), place.longitude.toFixed(6)]
  const isLive = place.end_at !== undefined && Date.parse(place.end_at) > Date.now()
  return {
    kind: 'card',
    url: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`,
    title: isLive ? t.liveLocation : t.sharedLocation,
    text: `${latitude}, ${longitude}`,
    source: '',
    imageUrl: undefined,
    actions: [],
  }
}
