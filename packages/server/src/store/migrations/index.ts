import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createBase } from './0001-base.ts'
import { addErasedUsers } from './0002-erased-users.ts'
import { addTasks } from './0003-tasks.ts'
import { addModeration } from './0004-moderation.ts'
import { addPolls } from './0005-polls.ts'
import { addOutbox } from './0006-outbox.ts'
import { addSearch } from './0007-search.ts'
import { addValues } from './0008-values.ts'
import { addMessageStates } from './0009-message-states.ts'
import { addFiles } from './0010-files.ts'
import { addChannelLife } from './0011-channel-life.ts'
import { addReactionsAndThreads } from './0012-reactions-and-threads.ts'
import { addEndsOfChannelMutes } from './0013-ends-of-channel-mutes.ts'
import { addChannelsById } from './0014-channels-by-id.ts'
import { addAdmins } from './0015-admins.ts'
import { addSearchQueue } from './0016-search-queue.ts'
import { addUsage } from './0017-usage.ts'
import { addUserLists } from './0018-user-lists.ts'
import { addUsersByLastActive } from './0019-users-by-last-active.ts'

export interface Migration {
  readonly name: string
  readonly up: (db: Kysely<unknown>, dialect: Dialect) => Promise<void>
}

/** Forward only and append only: what a released server ran is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-base', up: createBase },
  { name: '0002-erased-users', up: addErasedUsers },
  { name: '0003-tasks', up: addTasks },
  { name: '0004-moderation', up: addModeration },
  { name: '0005-polls', up: addPolls },
  { name: '0006-outbox', up: addOutbox },
  { name: '0007-search', up: addSearch },
  { name: '0008-values', up: addValues },
  { name: '0009-message-states', up: addMessageStates },
  { name: '0010-files', up: addFiles },
  { name: '0011-channel-life', up: addChannelLife },
  { name: '0012-reactions-and-threads', up: addReactionsAndThreads },
  { name: '0013-ends-of-channel-mutes', up: addEndsOfChannelMutes },
  { name: '0014-channels-by-id', up: addChannelsById },
  { name: '0015-admins', up: addAdmins },
  { name: '0016-search-queue', up: addSearchQueue },
  { name: '0017-usage', up: addUsage },
  { name: '0018-user-lists', up: addUserLists },
  { name: '0019-users-by-last-active', up: addUsersByLastActive },
]
