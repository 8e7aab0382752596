import type { Snippet, SnippetFacts } from './snippet'

/** Undefined for a server token: it never belongs into a web page. */
export function angularSnippet({ apiKey, baseUrl, token, userId }: SnippetFacts): Snippet | undefined {
  if (userId === undefined) return undefined
  const code = `import { Component, inject } from '@angular/core'
import {
  ChannelListComponent,
  ChannelService,
  ChatClientService,
  MessageInputComponent,
  MessageListComponent,
} from '@parley/angular'

@Component({
  selector: 'app-root',
  imports: [ChannelListComponent, MessageInputComponent, MessageListComponent],
  template: '<parley-channel-list /><parley-message-list /><parley-message-input />',
})
export class App {
  private readonly chat = inject(ChatClientService)
  private readonly channels = inject(ChannelService)

  constructor() {
    void this.connect()
  }

  private async connect(): Promise<void> {
    const token = '${token}'
    await this.chat.init('${apiKey}', { id: '${userId}' }, token)
    await this.channels.init({ members: { $in: ['${userId}'] } })
  }
}`
  const note = `In app.config.ts: providers: [provideParley({ baseURL: '${baseUrl}' })]. In production give init a function that asks your backend.`
  return { label: 'Angular', code, note }
}
