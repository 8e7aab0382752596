import type { SyncRequest, SyncResponse, ThreadPartialSet, ThreadReply } from '@parley/protocol'
import { PollApi } from './api/poll-api.ts'
import type { Call } from './call.ts'
import { patch, path, post } from './net/rest.ts'

/** The requests that concern no one channel. `ChatClient` has them all, and so has a server that acts for a user. */
export abstract class ClientApi extends PollApi {
  /** Changes a thread's title and custom data. */
  partialUpdateThread(
    messageId: string,
    change: { set?: ThreadPartialSet; unset?: readonly string[] },
  ): Call<ThreadReply> {
    return this.call(patch(path('threads', messageId), change))
  }

  /** What was logged in these channels since then. The SDK itself asks after every loss. */
  sync(request: SyncRequest): Call<SyncResponse> {
    return this.call({ ...post('sync', request), repeatable: true })
  }
}
