import type { TaskResponse } from '@parley/client'
import type { ChatApi } from '../../../api/chat-api'

const PAUSE_MS = 500

/**
 * What comes of something in the background; waits until it is over.
 * @throws Error with why it failed, ApiError when the server can't be asked
 */
export async function watchTask(
  chat: ChatApi,
  id: string,
  onStatus: (status: string) => void,
): Promise<Record<string, unknown>> {
  while (true) {
    const { status, result, error } = await chat.get<TaskResponse>(`/tasks/${encodeURIComponent(id)}`)
    if (status === 'completed') return result ?? {}
    if (status === 'failed') throw new Error(error?.description ?? 'the task failed')
    onStatus(status)
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}
