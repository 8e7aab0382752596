import { inject } from '@angular/core'
import type { UploadConfig } from '@parley/client'
import { fileSize } from '../message/file-size'
import { ChatClientService } from '../services/chat-client-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import type { Composer } from './composer'
import { kindOf, MAX_ATTACHMENTS } from './upload'

/** What the server takes at most, in bytes, however an app is set up. */
const MOST_BYTES = 100 * 1024 * 1024

/** Puts files into a box, and says in words what of them can't be. Made in an injection context. */
export class UploadChecks {
  readonly #chat = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)
  readonly #t = inject(TranslationService).texts

  /** Adds the files that fit in; those that are too large stand there with the reason. */
  async add(files: readonly File[], { uploads }: Composer, isAllowed: boolean): Promise<void> {
    if (files.length === 0) return
    const t = this.#t()
    if (!isAllowed) {
      this.#notifications.add(t.noUploads, { type: 'error' })
      return
    }
    const settings = await this.#chat.getAppSettings().catch(() => undefined)
    if (files.length > uploads.room()) {
      this.#notifications.add(t.tooManyFiles(MAX_ATTACHMENTS), { type: 'error' })
    }
    uploads.add(files, file => {
      const isImage = kindOf(file.type) === 'image'
      const most = limitOf(isImage ? settings?.image_upload_config : settings?.file_upload_config)
      return file.size > most ? t.fileTooLarge(fileSize(most, t.locale)) : undefined
    })
  }
}

function limitOf(config: UploadConfig | undefined): number {
  return Math.min(config?.size_limit || MOST_BYTES, MOST_BYTES)
}
