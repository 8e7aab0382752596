import type { MessageResponse } from '@parley/client'

export interface DatedMessage {
  readonly message: MessageResponse
  /** Of the first message of a day: which one. */
  readonly day: string | undefined
}

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' })

/** Messages with the days that they begin, in the reader's time zone. */
export function withDays(messages: readonly MessageResponse[]): DatedMessage[] {
  let last = ''
  return messages.map(message => {
    const day = format.format(new Date(message.created_at))
    const isNew = day !== last
    last = day
    return { message, day: isNew ? day : undefined }
  })
}
