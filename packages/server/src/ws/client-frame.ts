import { ChatError, CLIENT_FRAME_MAX_BYTES, FRAME_ID_MAX_LENGTH } from '@parley/protocol'
import { ClientFrame, invalidInput } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseJson } from '../util/parse-json.ts'

export type AnyClientFrame = z.output<typeof ClientFrame>
export type AuthFrame = Extract<AnyClientFrame, { type: 'auth' }>

/**
 * The JSON of a message, not yet checked.
 * @throws ChatError `invalid_input` for what ends the connection: binary, too big, no JSON.
 */
export function parseMessage(message: string | Uint8Array): unknown {
  if (typeof message !== 'string') {
    throw broken(
      `frames are text with one JSON object each; this one is binary (${message.byteLength} bytes)`,
    )
  }
  // Three bytes are the most that one unit of a string takes.
  if (message.length * 3 > CLIENT_FRAME_MAX_BYTES) checkSize(Buffer.byteLength(message))
  return parseJson(message, 'frame')
}

function checkSize(bytes: number): void {
  if (bytes > CLIENT_FRAME_MAX_BYTES) {
    throw broken(`frames have at most ${CLIENT_FRAME_MAX_BYTES} bytes; this one has ${bytes}`)
  }
}

function broken(message: string): ChatError {
  return new ChatError('invalid_input', message, { details: { fields: { frame: message } } })
}

/**
 * The frame in a value.
 * @throws ChatError `invalid_input` naming what is wrong; the connection lives.
 */
export function parseFrame(value: unknown): AnyClientFrame {
  const result = ClientFrame.safeParse(value)
  if (result.success) return result.data
  throw invalidInput(result.error, 'frame')
}

/** `id` and `type` as far as they can be told from a frame that is wrong otherwise. */
export function peek(value: unknown): { readonly id: string | undefined; readonly type: string | undefined } {
  if (typeof value !== 'object' || value === null) return { id: undefined, type: undefined }
  const id = 'id' in value && typeof value.id === 'string' ? value.id : undefined
  const type = 'type' in value && typeof value.type === 'string' ? value.type : undefined
  return { id: id !== undefined && id.length <= FRAME_ID_MAX_LENGTH ? id : undefined, type }
}
