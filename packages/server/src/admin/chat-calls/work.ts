import { type Given, several, textOf, textsOf } from '../../actions/chat/given.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const ofDeadLetter = ({ params }: Given): string => `dead letter ${params.id}`

const HOOKS: readonly ChatCall[] = [
  looks('GET', '/hooks', 'See how hooks are doing'),
  looks('GET', '/hooks/dead_letters', 'List deliveries that were given up'),
  changes('POST', '/hooks/dead_letters/{id}/retry', 'Deliver something once more that was given up', {
    action: 'hook.retry',
    target: ofDeadLetter,
  }),
  changes('DELETE', '/hooks/dead_letters/{id}', 'Forget a delivery that was given up', {
    action: 'hook.forget',
    target: ofDeadLetter,
  }),
  changes('POST', '/hooks/{id}/resume', 'Try a paused hook at once', {
    action: 'hook.resume',
    target: ({ params }) => `hook ${params.id}`,
  }),
]

function ofExport({ body }: Given): string {
  const channels = Array.isArray(body.channels) ? body.channels : []
  return `${channels.length} channels`
}

const FILES: readonly ChatCall[] = [
  looks('GET', '/tasks/{id}', 'See how far something in the background is'),
  changes('POST', '/export_channels', 'Write channels to a file', {
    action: 'export.channels',
    target: ofExport,
    keeps: ['channels'],
    made: ['task_id'],
  }),
  looks('GET', '/export_channels/{id}', 'See how far an export is'),
  changes('POST', '/export/users', 'Write users and what they said to a file', {
    action: 'export.users',
    target: ({ body }) => several('user', textsOf(body.user_ids)),
    made: ['task_id'],
  }),
  changes('POST', '/import_urls', 'Get an address to put the file of an import to', {
    action: 'import.prepare',
    target: ({ body }) => `file ${textOf(body.filename)}`,
    made: ['path'],
  }),
  changes('POST', '/imports', 'Import a file that was put there', {
    action: 'import.start',
    target: ({ body }) => `file ${textOf(body.path)}`,
    keeps: ['mode'],
    made: ['import_task.id'],
  }),
  looks('GET', '/imports', 'List imports, the newest first'),
  looks('GET', '/imports/{id}', 'See how far an import is'),
]

export const WORK_CALLS: readonly ChatCall[] = [...HOOKS, ...FILES]
