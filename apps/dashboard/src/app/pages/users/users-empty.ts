import type { Standing } from './user-types'

/** What to say where nobody stands so. */
export const EMPTY: Readonly<Record<Standing, { readonly heading: string; readonly text: string }>> = {
  all: { heading: 'Nobody is here yet', text: '' },
  online: {
    heading: 'Nobody is online',
    text: 'Whoever has an open connection to this server is listed here, with where it comes from on their page.',
  },
  guest: {
    heading: 'There are no guests',
    text: 'Guests come without a token: your app calls connectGuest(), unless the app’s settings switch guests off.',
  },
  banned: {
    heading: 'Nobody is banned',
    text: 'Who is banned from the app can read, and write nothing. Open a user and choose “Ban”.',
  },
  deactivated: {
    heading: 'Nobody is deactivated',
    text: 'Who is deactivated can’t connect until they are reactivated; what they wrote stays.',
  },
  deleted: {
    heading: 'Nobody was deleted',
    text: 'Deleted users stay here, and can be restored unless they were deleted for good.',
  },
}
