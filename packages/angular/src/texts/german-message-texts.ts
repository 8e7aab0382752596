import type { MessageTexts } from './message-texts'

const joined = (names: readonly string[]) =>
  new Intl.ListFormat('de', { style: 'long', type: 'conjunction' }).format(names)

const image = (title: string, number: number, count: number) =>
  `Bild${count > 1 ? ` ${number} von ${count}` : ''}${title ? `: ${title}` : ''}`

/** The texts of messages in German. */
export const germanMessageTexts: MessageTexts = {
  messages: 'Nachrichten',
  threadMessages: 'Antworten',
  loadingMessages: 'Nachrichten werden geladen',
  noMessagesTitle: 'Noch keine Nachrichten',
  noMessagesText: 'Schreib die erste: Alle hier werden sie sehen.',
  noChannelTitle: 'Kein Kanal ist offen',
  noChannelText: 'Wähle einen aus der Liste, um darin zu lesen und zu schreiben.',
  beginning: 'Hier hat alles angefangen.',
  noReplies: 'Noch keine Antworten',
  jumpToLatest: 'Zur neuesten Nachricht',
  jumpToNew: count => `Zu ${count === 1 ? 'einer neuen Nachricht' : `${count} neuen Nachrichten`}`,
  newMessages: count => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  dismissUnread: 'Ausblenden',
  messageFrom: (name, text) => `${name}: ${text}`,
  messageLabel: (name, time, text) => `${name}, ${time}: ${text}`,

  edited: 'Bearbeitet',
  onlyVisibleToYou: 'Nur für dich sichtbar',
  repliedInThread: 'Hat in einem Thread geantwortet',
  alsoInChannel: 'Auch im Kanal',
  pinnedBy: name => (name ? `Angeheftet von ${name}` : 'Angeheftet'),
  goToQuoted: 'Zur zitierten Nachricht:',
  messageNotSent: 'Nicht gesendet.',
  messageStatus: {
    sending: 'Wird gesendet',
    failed: 'Nicht gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
  },
  readBy: names => `Gelesen von ${joined(names)}`,
  reactedBy: (names, others) =>
    joined([...names, ...(others > 0 ? [others === 1 ? '1 weitere Person' : `${others} weitere`] : [])]),

  react: 'Reagieren',
  replyInThread: 'Im Thread antworten',
  moreActions: 'Weitere Aktionen',
  messageActions: 'Aktionen der Nachricht',
  actionNames: {
    reply: 'Im Thread antworten',
    quote: 'Zitieren',
    edit: 'Bearbeiten',
    copy: 'Text kopieren',
    pin: 'Anheften',
    unpin: 'Lösen',
    'mark-unread': 'Als ungelesen markieren',
    flag: 'Melden',
    mute: 'Person stummschalten',
    unmute: 'Stummschaltung aufheben',
    retry: 'Erneut senden',
    delete: 'Löschen',
  },
  deleteMessage: 'Nachricht löschen?',
  deleteMessageSure: 'Sie verschwindet für alle. Das lässt sich nicht rückgängig machen.',
  delete: 'Löschen',
  messageCopied: 'Der Text wurde kopiert.',
  userMuted: name => `Du wirst über Nachrichten von ${name} nicht mehr benachrichtigt.`,
  userUnmuted: name => `${name} ist nicht mehr stummgeschaltet.`,

  attachmentKinds: {
    image: 'Bild',
    video: 'Video',
    audio: 'Audio',
    voiceRecording: 'Sprachnachricht',
    file: 'Datei',
    article: 'Link',
  },
  unnamedFile: 'Datei ohne Namen',
  fileUnavailable: 'Nicht verfügbar',
  imageBroken: 'Dieses Bild konnte nicht geladen werden',
  openImage: (title, number, count) => `Öffnen: ${image(title, number, count)}`,
  imageOf: image,
  previousImage: 'Voriges Bild',
  nextImage: 'Nächstes Bild',
  openOriginal: 'In neuem Tab öffnen',
  close: 'Schließen',
  sharedLocation: 'Geteilter Standort',
  liveLocation: 'Live-Standort',
  pollNamed: name => `Umfrage: ${name}`,
  pollClosed: 'Diese Umfrage ist beendet',
  pollRule: max =>
    max === 1 ? 'Wähle eine Antwort' : max === undefined ? 'Wähle beliebig viele' : `Wähle bis zu ${max}`,
  votes: count => (count === 1 ? '1 Stimme' : `${count} Stimmen`),
  voteFailed: 'Die Stimme wurde nicht gezählt',
}
