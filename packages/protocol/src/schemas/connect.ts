import { z } from 'zod'
import {
  CLIENT_FRAME_MAX_BYTES,
  DEVICE_ID_MAX_LENGTH,
  FRAME_ID_MAX_LENGTH,
  REQUEST_BODY_MAX_BYTES,
} from '../limits.ts'
import { optionalUserId } from './ids.ts'
import { isUnsetObject, jsonObject, kindOf } from './json.ts'
import {
  anyText,
  list,
  object,
  oneOf,
  optional,
  optionalFlag,
  optionalObject,
  optionalOneOf,
  optionalText,
  optionalUnlessEmpty,
  quoted,
  text,
} from './primitives.ts'
import { acting, UserDetails } from './users.ts'

/** NOTE: longer tokens are refused by whoever verifies them, with an error of their own. */
const token = text(REQUEST_BODY_MAX_BYTES)

const pushProvider = oneOf(['apn', 'firebase', 'huawei', 'xiaomi', 'web'])

const device = {
  id: text(DEVICE_ID_MAX_LENGTH),
  push_provider: pushProvider,
  push_provider_name: optionalText(255),
  web_push_keys: optionalObject(object({ p256dh: text(255), auth: text(255) })),
}

/** `POST devices`. */
export const CreateDeviceBody = jsonObject(object({ ...device, ...acting }))

/** Query of `DELETE devices`. */
export const DeleteDeviceQuery = object({ id: text(DEVICE_ID_MAX_LENGTH), user_id: optionalUserId })

/** Who connects: `json` of the address, or the root of the `auth` frame. */
const connectPayload = {
  user_id: optionalUserId,
  user_details: z
    .preprocess(value => (isUnsetObject(value) ? undefined : value), UserDetails.optional())
    .optional(),
  user_token: optionalUnlessEmpty(token),
  device: z
    .preprocess(value => (isUnsetObject(value) ? undefined : value), object(device).optional())
    .optional(),
}

/** `json` of `GET connect` and `GET longpoll`, parsed. */
export const ConnectPayload = jsonObject(object(connectPayload))

const authType = optionalOneOf(['jwt', 'anonymous'])

/** Query of `GET connect` and `GET longpoll`. `json` is text still. */
export const ConnectQuery = object({
  api_key: optional(anyText(255)),
  'stream-auth-type': authType,
  authorization: optionalUnlessEmpty(token),
  json: optional(anyText(CLIENT_FRAME_MAX_BYTES)),
})

const id = optional(anyText(FRAME_ID_MAX_LENGTH))

const userDetails = connectPayload.user_details

const authFrame = object({
  type: z.literal('auth'),
  id,
  api_key: optional(anyText(255)),
  'stream-auth-type': authType,
  authorization: optionalUnlessEmpty(token),
  ...connectPayload,
})

const healthCheckFrame = object({
  type: z.literal('health.check'),
  id,
  connection_id: optional(anyText(64)),
})

const tokenRefreshFrame = object({ type: z.literal('token.refresh'), id, token })

const userUpgradeFrame = object({
  type: z.literal('user.upgrade'),
  id,
  token,
  user_details: userDetails,
  merge: optionalFlag,
})

/** The types of frames that a client may send. */
export const CLIENT_FRAME_TYPES = ['auth', 'health.check', 'token.refresh', 'user.upgrade'] as const

/** A client's socket frame, parsed JSON. */
export const ClientFrame = jsonObject(
  z.discriminatedUnion('type', [authFrame, healthCheckFrame, tokenRefreshFrame, userUpgradeFrame], {
    error: ({ input }) => frameProblem(input),
  }),
)

function frameProblem(input: unknown): string {
  if (typeof input !== 'object' || input === null)
    return `must be an object with a type, got ${kindOf(input)}`
  const type: unknown = 'type' in input ? input.type : undefined
  const got = typeof type === 'string' ? quoted(type) : kindOf(type)
  return `must be one of ${CLIENT_FRAME_TYPES.join(', ')}, got ${got}`
}

/** `POST longpoll`: the frames of a client that has no socket. */
export const LongPollBody = jsonObject(object({ frames: list(z.unknown(), 100) }))
