import { findQueueProblem, HOOK_QUEUES, queueOf } from '../../domain/queues.ts'
import type { Json } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'

/**
 * Whether a hook of type `sqs` or `sns` says all that is needed to send to it; whether it works, `check_sqs` and
 * `check_sns` tell. What is switched off may be incomplete.
 * @throws ChatError `invalid_input`
 */
export function checkQueue(hook: Json, where: string): void {
  const { hook_type: kind, enabled } = hook
  if ((kind !== 'sqs' && kind !== 'sns') || enabled === false) return
  const keys = HOOK_QUEUES[kind]
  if (hook[`${kind}_auth_type`] === 'resource' || hook[`${kind}_role_arn`]) {
    const problem = `must be "keys", and ${kind}_role_arn be left out: this server signs with the key it is given`
    throw invalidField(`${where}.${kind}_auth_type`, problem)
  }
  const wrong = findQueueProblem(keys, queueOf(keys, hook))
  if (wrong) throw invalidField(`${where}.${wrong.key}`, wrong.problem)
}
