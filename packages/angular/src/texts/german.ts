import { germanMessageTexts } from './german-message-texts'
import { germanPollTexts } from './german-poll-texts'
import type { Texts } from './texts'

/** The texts in German. */
export const german: Texts = {
  ...germanMessageTexts,
  ...germanPollTexts,
  locale: 'de',
  unnamedChannel: 'Unbenannter Kanal',
  unnamedUser: 'Unbekannt',

  errorTooFast: seconds =>
    seconds === undefined
      ? 'Das war zu schnell. Warte einen Moment und versuche es dann noch einmal.'
      : `Das war zu schnell. Versuche es in ${seconds} ${seconds === 1 ? 'Sekunde' : 'Sekunden'} noch einmal.`,
  errorNotAllowed: 'Das darfst du hier nicht.',
  errorOffline: 'Es besteht keine Verbindung. Prüfe dein Netz und versuche es dann noch einmal.',
  errorSignedOut: 'Du bist nicht mehr angemeldet. Melde dich neu an.',
  errorNotFound: 'Das gibt es nicht mehr.',
  errorTooLarge: limit =>
    limit === undefined ? 'Das ist zu groß.' : `Das ist zu groß: höchstens ${limit} sind erlaubt.`,
  errorTooLong: most =>
    most === undefined
      ? 'Der Text ist zu lang.'
      : `Der Text ist zu lang: höchstens ${most.toLocaleString('de')} Zeichen sind hier erlaubt.`,
  errorServer: 'Der Server konnte das nicht tun. Versuche es später noch einmal.',
  failed: (what, reason) => `${what}. ${reason}`,

  sendFailed: 'Die Nachricht wurde nicht gesendet',
  editFailed: 'Die Nachricht wurde nicht geändert',
  deleteFailed: 'Die Nachricht wurde nicht gelöscht',
  reactionFailed: 'Die Reaktion wurde nicht gespeichert',
  pinFailed: 'Die Nachricht wurde nicht angeheftet',
  unpinFailed: 'Die Nachricht ist noch angeheftet',
  loadChannelsFailed: 'Die Kanäle konnten nicht geladen werden',
  loadMessagesFailed: 'Die Nachrichten konnten nicht geladen werden',
  jumpFailed: 'Die Nachricht konnte nicht gezeigt werden',
  markUnreadFailed: 'Die Nachricht wurde nicht als ungelesen markiert',
  actionFailed: 'Das hat nicht geklappt',
  uploadFailed: fileName => `${fileName} wurde nicht hochgeladen`,
  flagFailed: 'Die Nachricht wurde nicht gemeldet',

  channelDeleted: channel => `${channel} wurde gelöscht.`,
  channelLeft: channel => `Du bist kein Mitglied von ${channel} mehr.`,
  channelLost: channel => `Du kannst ${channel} nicht mehr öffnen.`,
  channelBanned: (channel, reason) =>
    `Du darfst in ${channel} vorerst nicht schreiben${reason ? `: ${reason}` : ''}. Lesen kannst du weiterhin.`,
  channelUnbanned: channel => `Du darfst in ${channel} wieder schreiben.`,
  appBanned: reason =>
    `Du darfst vorerst nicht schreiben${reason ? `: ${reason}` : ''}. Lesen kannst du weiterhin.`,
  appUnbanned: 'Du darfst wieder schreiben.',
  messageFlagged: 'Die Nachricht wurde gemeldet. Jemand aus der Moderation sieht sie sich an.',

  reactions: 'Reaktionen',
  reactionNames: {
    like: 'Gefällt mir',
    love: 'Liebe',
    haha: 'Haha',
    wow: 'Wow',
    sad: 'Traurig',
    celebrate: 'Feiern',
  },
  moreEmoji: 'Mehr Emojis',
  emoji: 'Emoji',
  searchEmoji: 'Emoji suchen',
  emojiCategoriesLabel: 'Kategorien',
  emojiCategories: {
    smileys: 'Smileys',
    people: 'Menschen',
    nature: 'Tiere und Natur',
    food: 'Essen und Trinken',
    activities: 'Aktivitäten',
    travel: 'Reisen und Orte',
    objects: 'Gegenstände',
    symbols: 'Symbole',
  },
  loadEmojiFailed: 'Die Emojis konnten nicht geladen werden.',
  noEmojiFound: term => `Kein Emoji heißt „${term}“.`,

  // writing a message
  writeMessage: 'Nachricht schreiben',
  writeReply: 'Im Thread antworten',
  sendMessage: 'Nachricht senden',
  saveMessage: 'Änderungen speichern',
  attachFiles: 'Dateien anhängen',
  editingMessage: 'Nachricht bearbeiten',
  cancelEdit: 'Bearbeiten abbrechen',
  replyingTo: name => `Antwort an ${name}`,
  cancelReply: 'Antwort abbrechen',
  attachmentCount: count => (count === 1 ? '1 Anhang' : `${count} Anhänge`),
  alsoSendToChannel: 'Auch in den Kanal senden',
  charactersLeft: count => (count === 1 ? 'Noch 1 Zeichen' : `Noch ${count} Zeichen`),
  charactersOver: count => (count === 1 ? '1 Zeichen zu viel' : `${count} Zeichen zu viel`),
  slowModeWait: seconds => `Langsamer Modus: Du kannst in ${seconds} s wieder senden`,
  slowModePause: seconds =>
    `Langsamer Modus: eine Nachricht ${seconds === 1 ? 'pro Sekunde' : `alle ${seconds} Sekunden`}.`,
  slowModeOver: 'Du kannst wieder senden.',
  sentWhenOnline: 'Du bist offline. Nachrichten werden gesendet, sobald du wieder online bist.',
  sentWhenConnected: 'Es besteht keine Verbindung. Nachrichten werden gesendet, sobald sie wieder da ist.',
  signInToSend: 'Du bist abgemeldet. Melde dich neu an, um das zu senden.',
  people: 'Personen',
  guest: 'Gast',
  commands: 'Befehle',
  suggestionCount: count => (count === 1 ? '1 Vorschlag' : `${count} Vorschläge`),

  // files of a message
  attachedFiles: 'Angehängte Dateien',
  dropFiles: 'Dateien hier ablegen, um sie anzuhängen',
  noUploads: 'Hier können keine Dateien angehängt werden.',
  tooManyFiles: most =>
    `Eine Nachricht kann höchstens ${most} Dateien haben. Die übrigen wurden weggelassen.`,
  fileTooLarge: limit => `Größer als ${limit}`,
  uploadProgress: fileName => `${fileName} wird hochgeladen`,
  uploadsDone: (done, all) => `${done} von ${all} Dateien hochgeladen`,
  retryUpload: fileName => `${fileName} noch einmal hochladen`,
  removeUpload: fileName => `${fileName} entfernen`,
  waitForUploads: 'Die Nachricht kann gesendet werden, sobald ihre Dateien hochgeladen sind.',
  failedUploads: 'Lade die fehlgeschlagenen Dateien noch einmal hoch oder entferne sie, dann sende.',

  // why nothing can be written
  whyNot: {
    anonymous: 'Du liest als Gast ohne Namen mit. Tritt ein, um zu schreiben.',
    banned: 'Du bist hier gesperrt. Lesen kannst du weiterhin.',
    frozen: 'Dieser Kanal ist eingefroren. Im Moment kann niemand schreiben.',
    disabled: 'Dieser Kanal ist geschlossen.',
    'no-replies': 'In diesem Kanal gibt es keine Threads.',
    'not-member': 'Hier können nur Mitglieder schreiben.',
    'not-allowed': 'Du darfst hier nicht schreiben.',
  },
  enterChat: 'Chat betreten',

  // a thread
  thread: 'Thread',
  closeThread: 'Thread schließen',
  threadReplies: count => (count === 1 ? '1 Antwort' : `${count} Antworten`),
  threadPeople: count => (count === 1 ? '1 Person' : `${count} Personen`),

  // the list of channels
  channels: 'Kanäle',
  searchChannels: 'Kanäle und Personen suchen',
  clearSearch: 'Suche leeren',
  searching: 'Suche läuft …',
  foundChannels: count => (count === 1 ? '1 Kanal gefunden' : `${count} Kanäle gefunden`),
  searchFailed: 'Die Suche hat nicht funktioniert',
  nothingFound: 'Nichts gefunden',
  nothingFoundHint: 'Versuche es mit einem anderen Namen oder nur mit dessen Anfang.',
  pinnedChannels: 'Angeheftet',
  otherChannels: 'Alle Kanäle',
  archivedChannels: count => `Archiviert (${count})`,
  noChannels: 'Noch keine Unterhaltungen',
  noChannelsHint: 'Sobald dir jemand schreibt oder dich in einen Kanal aufnimmt, erscheint er hier.',
  loading: 'Wird geladen …',
  loadMore: 'Mehr laden',
  tryAgain: 'Erneut versuchen',
  undo: 'Rückgängig',
  cancel: 'Abbrechen',
  unreadMessages: count => (count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`),
  invites: 'Einladungen',
  invitedTo: 'Du bist eingeladen zu',
  acceptInvite: 'Beitreten',
  rejectInvite: 'Ablehnen',

  // one channel of it
  you: 'Du',
  draft: 'Entwurf',
  notSent: 'Nicht gesendet',
  noMessagesYet: 'Noch keine Nachrichten',
  messageDeleted: 'Diese Nachricht wurde gelöscht',
  photos: count => (count === 1 ? 'Foto' : `${count} Fotos`),
  videos: count => (count === 1 ? 'Video' : `${count} Videos`),
  audios: count => (count === 1 ? 'Audio' : `${count} Audiodateien`),
  files: count => (count === 1 ? 'Datei' : `${count} Dateien`),
  gif: 'GIF',
  location: 'Standort',
  typing: names => {
    if (names.length > 2) return 'Mehrere schreiben …'
    if (names.length === 2) return `${names[0]} und ${names[1]} schreiben …`
    return names[0] ? `${names[0]} schreibt …` : 'schreibt …'
  },
  channelActions: channel => `Aktionen für ${channel}`,
  channelMuted: 'Stummgeschaltet',
  markAsRead: 'Als gelesen markieren',
  pinChannel: 'Anheften',
  unpinChannel: 'Nicht mehr anheften',
  archiveChannel: 'Archivieren',
  unarchiveChannel: 'Aus dem Archiv holen',
  muteChannel: 'Stummschalten',
  unmuteChannel: 'Stummschaltung aufheben',
  hideChannel: 'Bis zur nächsten Nachricht ausblenden',
  leaveChannel: 'Verlassen',
  leaveQuestion: channel => `${channel} verlassen?`,
  leaveHint:
    'Du siehst die Nachrichten dann nicht mehr. Um zurückzukommen, muss dich jemand wieder aufnehmen.',
  channelArchived: channel => `${channel} wurde archiviert.`,
  channelHidden: channel => `${channel} ist bis zur nächsten Nachricht ausgeblendet.`,

  // the header of the open channel
  backToChannels: 'Zurück zu den Kanälen',
  online: 'Online',
  offline: 'Offline',
  lastSeen: ago => `Zuletzt online ${ago}`,
  memberCount: count => (count === 1 ? '1 Mitglied' : `${count.toLocaleString('de')} Mitglieder`),
  onlineCount: count => `${count.toLocaleString('de')} online`,
  watcherCount: count => (count === 1 ? '1 schaut zu' : `${count.toLocaleString('de')} schauen zu`),
  frozen: 'Nur lesen',
  slowMode: seconds => `Langsamer Modus: ${seconds} s`,

  // notifications
  notifications: 'Mitteilungen',
  dismiss: 'Schließen',

  // the connection
  offlineTitle: 'Du bist offline.',
  offlineText: 'Was du jetzt schreibst, wird gesendet, sobald du wieder online bist.',
  connectingTitle: 'Verbindung wird wiederhergestellt …',
  connectingText: 'Was du jetzt schreibst, wird gesendet, sobald es klappt.',
  unreachableTitle: 'Der Server ist nicht erreichbar.',
  unreachableText:
    'Die Verbindung wird wiederhergestellt … Was du jetzt schreibst, wird gesendet, sobald es klappt.',
  tokenFailedTitle: 'Deine Anmeldung konnte nicht erneuert werden.',
  tokenFailedText:
    'Wir versuchen es weiter. Wenn es so bleibt, lade die Seite neu oder melde dich noch einmal an.',
  signedOutTitle: 'Du wurdest abgemeldet.',
  closedTitle: 'Der Server hat die Verbindung beendet.',
  closedText: 'Melde dich neu an oder frage, wer diesen Chat betreibt.',
  closedReasons: {
    revoked: 'Dein Zugang wurde zurückgezogen. Melde dich neu an, um weiterzumachen.',
    expired: 'Deine Anmeldung ist abgelaufen. Melde dich neu an, um weiterzumachen.',
    token_provider: 'Deine Anmeldung ist abgelaufen. Melde dich neu an, um weiterzumachen.',
    deactivated: 'Dieses Konto wurde deaktiviert.',
    deleted: 'Dieses Konto wurde gelöscht.',
  },
  signInAgain: 'Neu anmelden',
}
