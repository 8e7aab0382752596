import type { FilterExample } from '../../ui/filter-editor/filter-editor'

const DAY_MS = 86_400_000

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * DAY_MS).toISOString().replace(/\.\d+Z/, 'Z')

/** What people look for in their channels. */
export const CHANNEL_EXAMPLES: readonly FilterExample[] = [
  { label: 'No message for 30 days', filter: () => ({ last_message_at: { $lt: daysAgo(30) } }) },
  { label: 'Never a message', filter: () => ({ last_message_at: { $exists: false } }) },
  { label: 'More than 100 members', filter: () => ({ member_count: { $gt: 100 } }) },
  { label: 'Without members', filter: () => ({ member_count: 0 }) },
  { label: 'Frozen or disabled', filter: () => ({ $or: [{ frozen: true }, { disabled: true }] }) },
  { label: 'Made today', filter: () => ({ created_at: { $gte: daysAgo(1) } }) },
]
