import type { Diagnosis } from '../diagnose'

export const REFUSED_USER: readonly Diagnosis[] = [
  {
    fits: ({ inspection }) => inspection.code === 17,
    heading: ({ inspection }) =>
      `Refused: the user is ${/deleted/.test(inspection.message) ? 'deleted' : 'deactivated'}`,
    todo: 'The token itself is fine. Reactivate or restore the user under Users, and it is accepted again.',
  },
  {
    fits: ({ inspection }) => inspection.code === 99,
    heading: 'Refused: the app is suspended',
    todo: 'The token itself may be fine: nobody gets in until the suspension is lifted, under App & keys.',
  },
]
