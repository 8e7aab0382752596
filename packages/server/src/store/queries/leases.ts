import type { Session } from '../session.ts'

/** Gives back every lane and task that is taken. */
export async function freeLeases({ db }: Session): Promise<void> {
  await db.updateTable('outbox_lanes').set({ leased_until_us: 0 }).where('leased_until_us', '>', 0).execute()
  await db.updateTable('tasks').set({ lease_until_us: 0 }).where('lease_until_us', '>', 0).execute()
}
