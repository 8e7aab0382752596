export * from '@parley/client'
export { AvatarComponent, type AvatarSize } from './avatar/avatar-component'
export { ChannelAvatarComponent } from './avatar/channel-avatar-component'
export { ChannelHeaderComponent } from './channel-header/channel-header-component'
export { ChannelListComponent } from './channel-list/channel-list-component'
export { ChannelMenuComponent } from './channel-list/channel-menu-component'
export { ChannelPreviewComponent } from './channel-list/channel-preview-component'
export { ConfirmComponent } from './confirm/confirm-component'
export { ConnectionBannerComponent } from './connection-banner/connection-banner-component'
export { channelSignal } from './format/channel-signal'
export { channelTitle, directPartner, otherMembers, type TitledState } from './format/channel-title'
export { MinuteClock } from './format/minute-clock'
export { plainText } from './format/plain-text'
export {
  channelTypists,
  type MessageLine,
  messageLine,
  type PreviewContext,
  type PreviewLine,
  previewLine,
  typingText,
} from './format/preview-line'
export { listTime, timeAgo } from './format/time-format'
export { initials, type NamedUser, shortName, userName } from './format/user-name'
export { IconComponent } from './icon/icon-component'
export type { IconName } from './icon/icon-paths'
export { type Emoji, type EmojiCategory, type EmojiGroup, searchEmoji } from './menu/emoji'
export { EmojiPickerComponent } from './menu/emoji-picker-component'
export { loadEmoji } from './menu/load-emoji'
export { MenuComponent } from './menu/menu-component'
export { MenuItemComponent } from './menu/menu-item-component'
export { MenuTriggerDirective } from './menu/menu-trigger-directive'
export { type PopoverContext, PopoverDirective } from './menu/popover-directive'
export type { PopoverSide } from './menu/popover-position'
export { QUICK_REACTIONS, type QuickReaction, reactionEmoji, reactionType } from './menu/quick-reactions'
export { ReactionPickerComponent } from './menu/reaction-picker-component'
export { MessageComponent } from './message/message-component'
export type { Receipt } from './message/receipt'
export { MessageInputComponent } from './message-input/message-input-component'
export type { WhyNot } from './message-input/why-not'
export { MessageListComponent } from './message-list/message-list-component'
export { NotificationListComponent } from './notifications/notification-list-component'
export { PARLEY_OPTIONS, type ParleyOptions } from './parley-options'
export type { PollDraft } from './poll/poll-draft'
export type { PollForm, PollOptionField } from './poll/poll-form'
export type { PollProblems, PollTextProblem } from './poll/poll-problems'
export { provideParley } from './provide-parley'
export { ChannelService, type JumpTarget } from './services/channel-service'
export { ChatClientService } from './services/chat-client-service'
export type { ConnectionProblem } from './services/connection-problem'
export type { ChannelQueryState } from './services/live-channels'
export {
  type NotificationOptions,
  NotificationService,
  type ParleyNotification,
} from './services/notification-service'
export {
  type AttachmentContext,
  type AvatarContext,
  type ChannelPreviewContext,
  type EmptyContext,
  type MessageContext,
  type NotificationContext,
  type PollDialogContext,
  TemplatesService,
} from './services/templates-service'
export { ThemeService, type ThemeSetting } from './services/theme-service'
export { TranslationService } from './services/translation-service'
export type { UnreadMarker } from './services/unread-marker'
export type { UploadResult } from './services/uploads'
export { german } from './texts/german'
export { english, type Texts } from './texts/texts'
export { useTheme } from './theme/use-theme'
export { ThreadComponent } from './thread/thread-component'
