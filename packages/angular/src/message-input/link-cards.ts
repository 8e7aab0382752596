import type { Attachment } from '@parley/client'

/** Attachments that somebody attached: pages that the server found in the text are none. */
export function withoutCards(attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter(attachment => !attachment.og_scrape_url)
}

/** The pages whose address is still in the text. */
export function cardsIn(text: string, attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter(({ og_scrape_url: url }) => url !== undefined && url !== '' && text.includes(url))
}
