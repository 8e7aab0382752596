import type { UserRecord } from './records.ts'

type Private = Pick<UserRecord, 'privacySettings'>

function allows({ privacySettings }: Private, what: string): boolean {
  const setting = privacySettings?.[what] as { readonly enabled?: boolean } | undefined
  return setting?.enabled !== false
}

/** Whether others are told what the user has read. */
export function showsReads(user: Private): boolean {
  return allows(user, 'read_receipts')
}

/** Whether others are told that the user types. */
export function showsTyping(user: Private): boolean {
  return allows(user, 'typing_indicators')
}

/** Whether others are told what reached the user. */
export function showsDelivery(user: Private): boolean {
  return allows(user, 'delivery_receipts')
}
