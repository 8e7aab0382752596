// Renders the components as a server does, where there is neither a window nor a document; prints what came out as JSON.
globalThis.ngServerMode = true
await import('@angular/compiler')
const core = await import('@angular/core')
const parley = await import('@parley/angular')
const { rendererFactory, WebWorkerRenderNode } = await import('./bare-page.mjs')

if (typeof window !== 'undefined' || typeof document !== 'undefined') throw new Error('there is a page')

const injector = core.createEnvironmentInjector(
  [
    core.provideZonelessChangeDetection(),
    parley.provideParley({ baseURL: 'https://chat.example.com', texts: parley.german }),
    { provide: core.PLATFORM_ID, useValue: 'server' },
    { provide: core.DOCUMENT, useValue: { documentElement: { setAttribute() {}, removeAttribute() {} } } },
    { provide: core.RendererFactory2, useValue: rendererFactory },
    // what is provided in root is found here
    { provide: core.ɵINJECTOR_SCOPE, useValue: 'root' },
  ],
  core.Injector.create({ providers: [] }),
)

const user = { id: 'ada', name: 'Ada Lovelace' }
const at = '2026-01-01T12:00:00Z'
const message = { id: 'm1', cid: 'messaging:x', type: 'regular', status: 'received', text: 'Guten Tag', user }
const lists = {
  attachments: [],
  mentioned_users: [],
  latest_reactions: [],
  own_reactions: [],
  reaction_groups: {},
}
/** What shows something while nobody is connected, as on a server: there are no channels then. */
const components = {
  AvatarComponent: { user },
  ChannelHeaderComponent: {},
  ChannelListComponent: {},
  ConfirmComponent: { title: 'Gehen?', text: 'Wirklich.', action: 'Gehen' },
  ConnectionBannerComponent: {},
  EmojiPickerComponent: {},
  MessageComponent: { message: { ...message, ...lists, user_id: 'ada', created_at: at, updated_at: at } },
  MessageInputComponent: {},
  MessageListComponent: {},
  NotificationListComponent: {},
  ReactionPickerComponent: {},
  ThreadComponent: {},
}

const rendered = {}
for (const [name, inputs] of Object.entries(components)) {
  const hostElement = new WebWorkerRenderNode(core.reflectComponentType(parley[name]).selector)
  const component = core.createComponent(parley[name], { environmentInjector: injector, hostElement })
  for (const [input, value] of Object.entries(inputs)) component.setInput(input, value)
  component.changeDetectorRef.detectChanges()
  rendered[name] = String(hostElement)
}
injector.destroy()
console.log(JSON.stringify(rendered))
