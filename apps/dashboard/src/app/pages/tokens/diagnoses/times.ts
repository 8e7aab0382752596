import type { Diagnosis } from '../diagnose'

export const TIMES: readonly Diagnosis[] = [
  {
    fits: ({ inspection }) => inspection.code === 40 && inspection.reason === 'revoked',
    heading: 'Refused: it was revoked',
    todo: 'Get one that was issued later: whoever is signed in with you still gets it from your backend. Without iat in the token nobody can tell when it was issued, so it counts as old.',
  },
  {
    fits: ({ inspection }) => inspection.code === 40,
    heading: 'Refused: it has expired',
    todo: 'Make a new one. In your app, give the SDK a function instead of a token: it is asked again before a token ends, and nobody is signed out.',
  },
  {
    fits: ({ inspection }) => inspection.code === 41,
    heading: 'Refused: it is not valid yet',
    todo: 'Wait until the time in nbf, or leave nbf out. If that should have been now, set the clock of the machine that signs.',
  },
  {
    fits: ({ inspection }) => inspection.code === 42,
    heading: 'Refused: it says that it was issued in the future',
    todo: 'The clock of the machine that signs is ahead of this server’s. Set both by NTP; five seconds apart are tolerated.',
  },
]
