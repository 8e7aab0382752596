import type { Question } from '../../ui/ask'
import type { AuthenticationSwitches } from '../settings/app-changes'

/** A switch of the section Authentication, and all that is said about it. */
export interface AuthenticationSwitch {
  readonly setting: keyof AuthenticationSwitches
  readonly label: string
  readonly text: string
  /** What to mind while it is on. */
  readonly whileOn: string
  readonly isDangerous: boolean
  /** Asked before it is switched. */
  readonly beforeOn?: Question
  readonly beforeOff?: Question
  readonly doneOn: string
  readonly doneOff: string
}

export const SWITCHES: readonly AuthenticationSwitch[] = [
  {
    setting: 'disable_auth_checks',
    label: 'Disable Auth Checks',
    text: 'Accept tokens that nobody signed, such as client.devToken(…), so that you can build before your backend makes tokens.',
    whileOn:
      'Anybody who knows the API key can connect as any user. Switch it off before real people use this app.',
    isDangerous: true,
    beforeOn: {
      heading: 'Disable auth checks?',
      text: [
        'Anybody who knows the API key can then connect as any user, read what that user may read, and write in their name. The API key is in every page that uses the chat.',
        'It is for proofs of concept and the first days of building. Never do it in an app that real people use.',
        'It counts at once. A red banner stays on every page of this app until you switch it off; production mode switches it off, too.',
      ],
      action: 'Disable auth checks',
      isDangerous: true,
    },
    doneOn: 'Auth checks are off: development tokens are accepted',
    doneOff: 'Auth checks are on: development tokens are refused, their connections closed',
  },
  {
    setting: 'disable_permissions_checks',
    label: 'Disable Permission Checks',
    text: 'Let every user do everything in every channel, whatever their role is.',
    whileOn:
      'Every user can read, change and delete everything of everybody, through the API that your pages use.',
    isDangerous: true,
    beforeOn: {
      heading: 'Disable permission checks?',
      text: [
        'Every user can then read every channel, and change or delete what others wrote: roles, grants and memberships count for nothing.',
        'It is for trying out what a permission would block. It counts at once, and you can switch it off again.',
      ],
      action: 'Disable permission checks',
      isDangerous: true,
    },
    doneOn: 'Permission checks are off: everybody may do everything',
    doneOff: 'Permission checks are on again',
  },
  {
    setting: 'guest_user_creation_disabled',
    label: 'Disable Guest Creation',
    text: 'Let nobody become a guest, who is a user without an account of yours. Guests that exist keep their tokens.',
    whileOn: '',
    isDangerous: false,
    doneOn: 'No new guests from now on',
    doneOff: 'Guests can come again',
  },
  {
    setting: 'multi_tenant_enabled',
    label: 'Multi-tenancy',
    text: 'Divide users and channels into teams that don’t see each other: for products whose customers are companies. There are no guests then.',
    whileOn: 'Users without a team see only channels without one.',
    isDangerous: false,
    beforeOn: {
      heading: 'Switch multi-tenancy on?',
      text: [
        'Users then see only users and channels of their own teams; who has no team sees what has none. Nobody can become a guest.',
        'Give your users and channels their teams first. It counts at once, and you can switch it off again.',
      ],
      action: 'Switch it on',
    },
    beforeOff: {
      heading: 'Switch multi-tenancy off?',
      text: [
        'All checks of teams end: what keeps one team’s users from another team’s channels is then their roles and memberships alone.',
        'If your teams are companies that must not see each other, don’t do this.',
      ],
      action: 'Switch it off',
      isDangerous: true,
    },
    doneOn: 'Multi-tenancy is on: teams are apart',
    doneOff: 'Multi-tenancy is off: teams are not checked any more',
  },
]
