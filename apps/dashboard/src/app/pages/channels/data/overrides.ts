/** What a channel may have on or off by itself. */
export const SWITCHES = [
  { key: 'typing_events', label: 'Typing indicators' },
  { key: 'reactions', label: 'Reactions' },
  { key: 'replies', label: 'Threads' },
  { key: 'quotes', label: 'Quotes' },
  { key: 'uploads', label: 'Uploads' },
  { key: 'url_enrichment', label: 'Link previews' },
  { key: 'count_messages', label: 'Message count' },
  { key: 'user_message_reminders', label: 'Message reminders' },
  { key: 'shared_locations', label: 'Shared locations' },
] as const

export type SwitchKey = (typeof SWITCHES)[number]['key']
