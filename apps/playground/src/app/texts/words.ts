import type { ConnectionState } from '@parley/client'

/** Every text of the playground itself, in one language. */
export interface Words {
  readonly locale: string
  readonly title: string

  // who to be
  readonly whoTitle: string
  readonly whoText: string
  readonly asUser: string
  readonly asUserText: string
  readonly asGuest: string
  readonly asGuestText: string
  readonly asAnonymous: string
  readonly asAnonymousText: string
  readonly waysLabel: string
  readonly pickPerson: string
  readonly noPeople: string
  readonly tokenTitle: string
  readonly tokenProvider: string
  readonly tokenProviderText: string
  readonly tokenStatic: string
  readonly tokenStaticText: string
  readonly tokenDevelopment: string
  readonly tokenDevelopmentText: string
  readonly tokenDevelopmentOff: string
  readonly yourName: string
  readonly namePlaceholder: string
  readonly nameNeeded: string
  readonly guestNote: string
  readonly anonymousNote: string
  readonly chatAs: (name: string) => string
  readonly chatAsGuest: string
  readonly justRead: string
  readonly codeTitle: string
  readonly codeText: string
  readonly codeLabel: string
  readonly copy: string
  readonly copied: string
  readonly copyFailed: string

  // the server
  readonly loading: string
  readonly unreachableTitle: string
  readonly unreachableText: string
  readonly otherTitle: string
  readonly otherText: string
  readonly closedTitle: string
  readonly startingTitle: string
  readonly closedProduction: string
  readonly closedSuspended: string
  readonly closedStarting: string
  readonly tryAgain: string
  readonly changedText: string
  readonly reload: string
  readonly apiReference: string

  // entering
  readonly entering: string
  readonly enterFailedTitle: string
  readonly someoneElse: string

  // the chat
  readonly guest: string
  readonly anonymous: string
  readonly stateOf: Readonly<Record<ConnectionState, string>>
  readonly channels: string
  readonly conversation: string
  readonly back: string
  readonly newChannel: string
  readonly secondWindow: string
  readonly secondWindowText: string
  readonly openAs: (name: string) => string
  readonly switchUser: string
  readonly becomeUser: string
  readonly leave: string
  readonly userMenu: string
  readonly look: string
  readonly theme: string
  readonly light: string
  readonly dark: string
  readonly auto: string
  readonly language: string
  readonly direction: string
  readonly leftToRight: string
  readonly rightToLeft: string
  readonly inspector: string
  readonly nothingOpenTitle: string
  readonly nothingOpenText: string
  readonly readOnlyText: string
  readonly enterAsGuest: string
  readonly upgraded: (name: string) => string
  readonly upgradeFailed: string
  readonly guestFailed: string

  // a new channel
  readonly newTitle: string
  readonly kindLabel: string
  readonly direct: string
  readonly group: string
  readonly livestream: string
  readonly directText: string
  readonly groupText: string
  readonly livestreamText: string
  readonly channelName: string
  readonly channelNamePlaceholder: string
  readonly people: string
  readonly searchPeople: string
  readonly nobodyFound: string
  readonly create: string
  readonly cancel: string
  readonly close: string
  readonly createFailed: string

  // the inspector
  readonly connection: string
  readonly token: string
  readonly events: string
  readonly connectionId: string
  readonly noConnection: string
  readonly cutNetwork: string
  readonly restoreNetwork: string
  readonly cutExplained: string
  readonly connectAgain: string
  readonly noToken: string
  readonly tokenNeverEnds: string
  readonly tokenEndsIn: (text: string) => string
  readonly tokenEnded: string
  readonly developmentToken: string
  readonly claims: string
  readonly shortTokens: string
  readonly shortTokensText: string
  readonly letExpire: string
  readonly letExpireText: string
  readonly longTokens: string
  readonly revoke: string
  readonly revokeText: string
  readonly revokeFailed: string
  readonly onlyForUsers: string
  readonly filter: string
  readonly filterPlaceholder: string
  readonly pause: string
  readonly resume: string
  readonly clear: string
  readonly noEvents: string
  readonly noMatches: string
  readonly showing: (shown: number, all: number) => string
  readonly pausedNote: (waiting: number) => string
  /** What the newest happening means; by event type, `connection.changed` by state. */
  readonly explain: Readonly<Record<string, string>>
}

/** `Words` in English. */
export const english: Words = {
  locale: 'en',
  title: 'Parley playground',

  whoTitle: 'Who would you like to be?',
  whoText:
    'Everything here is real: your server, your data. Pick somebody, then open this page in a second window as somebody else, and talk.',
  asUser: 'A user',
  asUserText: 'with a token that your backend signs',
  asGuest: 'A guest',
  asGuestText: 'with a name and nothing else',
  asAnonymous: 'Anonymous',
  asAnonymousText: 'reads what is public',
  waysLabel: 'Ways to connect',
  pickPerson: 'Pick a person',
  noPeople:
    'This server has no demo users: its app had ids of theirs already. Connect as a guest or anonymously.',
  tokenTitle: 'Proves it with',
  tokenProvider: 'Token provider',
  tokenProviderText: 'A function that fetches a token; the SDK calls it again before each one ends.',
  tokenStatic: 'Static token',
  tokenStaticText: 'One token. When it ends after ten minutes, so does the connection.',
  tokenDevelopment: 'Development token',
  tokenDevelopmentText: 'Made in the browser, without any backend. Only while the app’s auth checks are off.',
  tokenDevelopmentOff: 'The auth checks of this app are on. To try development tokens:',
  yourName: 'Your name',
  namePlaceholder: 'For example Eve',
  nameNeeded: 'Type a name first.',
  guestNote:
    'The server makes a guest with an id of its own. It is kept in this browser, so that a reload is the same guest. Later a guest can become a user, and keep everything they wrote.',
  anonymousNote:
    'Reads public channels without being anybody, and can never write. Good for visitors who have not signed in yet.',
  chatAs: name => `Chat as ${name}`,
  chatAsGuest: 'Chat as a guest',
  justRead: 'Just read along',
  codeTitle: 'In your app',
  codeText: 'This is all it takes:',
  codeLabel: 'Code for this choice',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying was refused: select the text instead.',

  loading: 'Asking the server …',
  unreachableTitle: 'The server does not answer',
  unreachableText:
    'Is it running? Start it with “npm start” in the repository. This page tries again by itself.',
  otherTitle: 'This server has no playground',
  otherText:
    'It answers, but not as this page expects: it may be another version, or its playground is switched off (PARLEY_PLAYGROUND=off).',
  closedTitle: 'The playground is closed',
  startingTitle: 'The server is starting',
  closedProduction:
    'This app is in production mode, and there nobody is let in without a credential. To open the playground, put it into development mode:',
  closedSuspended: 'This app is suspended. To let it work again:',
  closedStarting: 'It will be there in a moment. This page tries again by itself.',
  tryAgain: 'Try again',
  changedText: 'The server was updated to another version.',
  reload: 'Reload',
  apiReference: 'API reference',

  entering: 'Connecting …',
  enterFailedTitle: 'That did not work',
  someoneElse: 'Be somebody else',

  guest: 'Guest',
  anonymous: 'Anonymous',
  stateOf: {
    connected: 'Connected',
    connecting: 'Connecting',
    offline: 'Offline',
    disconnected: 'Disconnected',
  },
  channels: 'Channels',
  conversation: 'Conversation',
  back: 'Back to the channels',
  newChannel: 'New channel or message',
  secondWindow: 'Second window',
  secondWindowText: 'Talk with yourself: open a window as …',
  openAs: name => `Open a window as ${name}`,
  switchUser: 'Switch to',
  becomeUser: 'Become, with everything you wrote',
  leave: 'Choose who to be',
  userMenu: 'You, and who else to be',
  look: 'Appearance and language',
  theme: 'Theme',
  light: 'Light',
  dark: 'Dark',
  auto: 'Like the system',
  language: 'Language',
  direction: 'Direction',
  leftToRight: 'Left to right',
  rightToLeft: 'Right to left',
  inspector: 'Inspector',
  nothingOpenTitle: 'No channel is open',
  nothingOpenText: 'Choose one from the list, or start a new one.',
  readOnlyText:
    'Anonymous visitors can never write, whatever the channel allows. A name is enough to take part:',
  enterAsGuest: 'Enter as guest',
  upgraded: name => `You are ${name} now, on the same connection.`,
  upgradeFailed: 'You could not become that user',
  guestFailed: 'You could not enter as a guest',

  newTitle: 'New channel or message',
  kindLabel: 'What to start',
  direct: 'Direct message',
  group: 'Group',
  livestream: 'Public',
  directText: 'Between you and one or more people. The same people always meet in the same channel.',
  groupText: 'With a name, for its members only.',
  livestreamText: 'Everybody may read it, without being a member.',
  channelName: 'Name',
  channelNamePlaceholder: 'For example Lunch',
  people: 'With',
  searchPeople: 'Search people',
  nobodyFound: 'Nobody is called like that.',
  create: 'Start',
  cancel: 'Cancel',
  close: 'Close',
  createFailed: 'The channel could not be made',

  connection: 'Connection',
  token: 'Token',
  events: 'Events',
  connectionId: 'Connection id',
  noConnection: 'none',
  cutNetwork: 'Cut the network',
  restoreNetwork: 'Restore the network',
  cutExplained:
    'The network of this page is cut. What you write waits and goes out in order when it is back; then the SDK fetches exactly what you missed.',
  connectAgain: 'Connect again',
  noToken: 'Anonymous visitors have no token.',
  tokenNeverEnds: 'does not end',
  tokenEndsIn: text => `ends in ${text}`,
  tokenEnded: 'has ended',
  developmentToken: 'Development token',
  claims: 'What it says',
  shortTokens: 'Tokens of 10 seconds, renewed',
  shortTokensText:
    'Before each one ends the SDK asks the provider, and sends the new one over the open socket.',
  letExpire: 'Let a token expire',
  letExpireText: 'A static token of 10 seconds: nobody renews it, so the server closes the connection.',
  longTokens: 'Tokens of 10 minutes',
  revoke: 'Revoke it',
  revokeText: 'All tokens of this user stop working at once, and every window of theirs is disconnected.',
  revokeFailed: 'The token could not be revoked',
  onlyForUsers: 'These work with users of the demo only.',
  filter: 'Filter',
  filterPlaceholder: 'Type or text, such as message.new',
  pause: 'Pause',
  resume: 'Go on',
  clear: 'Clear',
  noEvents: 'Nothing has happened yet. Write something, or open a second window.',
  noMatches: 'No event matches.',
  showing: (shown, all) => (shown === all ? `${all}` : `${shown} of ${all}`),
  pausedNote: waiting => (waiting === 1 ? '1 new event waits' : `${waiting} new events wait`),
  explain: {
    connected: 'The server has greeted. Events of watched channels come over this one socket.',
    connecting: 'The SDK is opening a socket.',
    offline:
      'The connection was lost. The SDK tries again with growing, random pauses; what you write waits.',
    disconnected: 'Nothing is tried: nobody is connected.',
    'connection.recovered': 'Everything that was missed has been fetched: nothing lost, nothing twice.',
    'connection.token_expiring': 'The token ends soon. The SDK asks its provider for another one.',
    'connection.failed': 'Five failures in a row. The SDK goes on trying, slowly.',
    'connection.closed':
      'The server ended the connection for good and said why. The SDK does not try again: with the same credential it would be refused.',
    'user.upgraded': 'The same socket belongs to another user now. Watched channels stayed watched.',
    'token.refreshed': 'The server took the new token over the open socket. Nobody noticed.',
  },
}
