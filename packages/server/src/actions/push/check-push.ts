import { ChatError, type CheckPushResponse } from '@parley/protocol'
import type { CheckPushBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseCid } from '../../domain/channels.ts'
import { type PushProvider, providerOf } from '../../domain/push-providers.ts'
import type { DeviceRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadSubject } from './load-subject.ts'
import { type PushSubject, pushData, templateContext } from './push-message.ts'
import { type PushTemplates, type RenderedPush, renderPush, templatesOf } from './render-push.ts'
import { sendPush } from './send-push.ts'

type Input = z.output<typeof CheckPushBody>
type Result = Omit<CheckPushResponse, 'duration'>

/**
 * Renders a push of a message as it would be sent, with the templates of the request if there are
 * any, and sends it to the user's devices unless asked not to. What goes wrong is in the answer.
 * @throws ChatError `not_found` for the message, `invalid_input` without anything to render
 */
export async function checkPush(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  input: Input,
): Promise<Result> {
  const acting = await planNamedUser(deps, actor, input)
  if (acting?.save) throw new ChatError('not_found', `user "${acting.user.id}" does not exist`)
  const message = await messageOf(deps, actor, input.message_id, acting?.user)
  const subject = await subjectOf(deps, actor, message)
  const receiver = acting?.user ?? subject.sender
  const result: Result = {
    device_errors: {},
    general_errors: [],
    skip_devices: input.skip_devices === true,
    rendered_apn_template: '',
    rendered_firebase_template: '',
    rendered_message: pushData(subject, receiver.id),
  }
  noteMissingProvider(actor, input, result)
  const render = rendererOf(deps, actor, subject, receiver, input)
  const apn = tryTo(result, 'apn', () => render('apn'))
  const firebase = tryTo(result, 'firebase', () => render('firebase'))
  if (apn) result.rendered_apn_template = JSON.stringify(apn.notification)
  if (firebase) {
    result.rendered_firebase_template = JSON.stringify(firebase.notification)
    result.rendered_message = firebase.data
  }
  if (!result.skip_devices) await sendToDevices(deps, actor, receiver, input, render, result)
  return result
}

async function messageOf(
  { store }: Deps,
  { app }: Actor,
  id: string | undefined,
  user: UserRecord | undefined,
): Promise<MessageRecord> {
  if (id !== undefined) {
    const message = await store.read.findMessage(app.id, id)
    if (message) return message
    throw new ChatError('not_found', `message "${id}" does not exist`)
  }
  if (!user) throw invalidField('message_id', 'is required without user_id: which message?')
  const memberships = await store.read.listMemberships(app.id, user.id)
  for (const { channelPk } of memberships.slice(0, 20)) {
    const [newest] = await store.read.listMessages(channelPk, { limit: 1 })
    if (newest) return newest
  }
  throw invalidField('user_id', `"${user.id}" has no channel with a message: name one with message_id`)
}

async function subjectOf(deps: Deps, { app }: Actor, message: MessageRecord): Promise<PushSubject> {
  const ref = parseCid(message.cid)
  const channel = ref && (await deps.store.read.findChannel(app.id, ref.type, ref.id))
  const sender = await deps.store.read.findUser(app.id, message.userId)
  if (!channel || !sender)
    throw new ChatError('not_found', `message "${message.id}" has lost its channel or author`)
  return loadSubject(deps, 'message.new', channel, message, sender)
}

type Render = (type: PushProvider['type'], provider?: PushProvider) => RenderedPush

function rendererOf(
  deps: Deps,
  { app }: Actor,
  subject: PushSubject,
  receiver: UserRecord,
  input: Input,
): Render {
  const context = templateContext(deps, subject, receiver, { messages: 0, channels: 0 })
  const data = pushData(subject, receiver.id)
  return (type, known) => {
    const wanted = { pushProvider: type, pushProviderName: input.push_provider_name }
    const provider = known ?? providerOf(app.settings.pushProviders, wanted)
    return renderPush(
      withGiven(type, templatesOf(provider ?? { type, fields: {} }, 'message.new'), input),
      context,
      data,
    )
  }
}

/** Templates of the request stand in for the provider's. */
function withGiven(type: PushProvider['type'], templates: PushTemplates, input: Input): PushTemplates {
  if (type === 'apn') {
    const notification = input.apn_template ?? input.apn_notification_template
    return { ...templates, notification: notification ?? templates.notification }
  }
  if (type !== 'firebase') return templates
  const notification = input.firebase_template ?? input.firebase_notification_template
  return {
    ...templates,
    notification: notification ?? templates.notification,
    data: input.firebase_data_template ?? templates.data,
  }
}

/** One that the request names, whether or not it is to be sent by. */
function noteMissingProvider({ app }: Actor, input: Input, { general_errors: errors }: Result): void {
  const { push_provider_type: type, push_provider_name: name } = input
  if (type === undefined && name === undefined) return
  const isThere = app.settings.pushProviders.some(
    provider => (type ?? provider.type) === provider.type && (name ?? provider.name) === provider.name,
  )
  if (isThere) return
  const wanted = [
    ...(name === undefined ? [] : [`"${name}"`]),
    ...(type === undefined ? [] : [`of type ${type}`]),
  ]
  errors.push(`no push provider ${wanted.join(' ')} is configured`)
}

function tryTo<T>(result: Result, what: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    result.general_errors.push(`${what} template: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

async function sendToDevices(
  deps: Deps,
  { app }: Actor,
  receiver: UserRecord,
  input: Input,
  render: Render,
  result: Result,
): Promise<void> {
  const all = await deps.store.read.listDevicesOf(app.id, [receiver.id])
  const devices = all.filter(device => isWanted(device, input))
  if (devices.length === 0) result.general_errors.push(`user "${receiver.id}" has no such device`)
  for (const device of devices) {
    const provider = providerOf(app.settings.pushProviders, device)
    const error = provider
      ? await sendOne(deps, provider, device, render)
      : `no push provider of type ${device.pushProvider} is configured`
    if (error === undefined) continue
    result.device_errors[device.id] = {
      provider: device.pushProvider,
      provider_name: device.pushProviderName ?? '',
      error_message: error,
    }
  }
}

async function sendOne(
  deps: Deps,
  provider: PushProvider,
  device: DeviceRecord,
  render: Render,
): Promise<string | undefined> {
  try {
    const sent = await sendPush(deps, provider, device, render(provider.type, provider))
    return sent.ok ? undefined : sent.error
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isWanted({ pushProvider, pushProviderName }: DeviceRecord, input: Input): boolean {
  const { push_provider_type: type, push_provider_name: name } = input
  return (type === undefined || type === pushProvider) && (name === undefined || name === pushProviderName)
}
