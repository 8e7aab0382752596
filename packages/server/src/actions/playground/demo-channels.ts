import { picture } from './demo-people.ts'

export type Who = 'sara' | 'amir' | 'lucia' | 'jonas' | 'mei' | 'noor'

export interface DemoMessage {
  readonly by: Who
  readonly minutesAgo: number
  readonly text: string
  /** So that others can refer to it. */
  readonly key?: string
  readonly replyTo?: string
  readonly alsoInChannel?: boolean
  readonly quotes?: string
  readonly mentions?: readonly Who[]
  readonly attachments?: readonly object[]
  readonly pinnedBy?: Who
  readonly deleted?: boolean
  /** Type of reaction to who gave it. */
  readonly reactions?: Readonly<Record<string, readonly Who[]>>
}

export interface DemoMember {
  readonly who: Who
  readonly moderates?: boolean
  /** What came later is unread. */
  readonly readMinutesAgo?: number
}

export interface DemoChannel {
  readonly type: 'messaging' | 'team' | 'livestream' | 'gaming' | 'commerce'
  /** Undefined: it is the members' own. */
  readonly id?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly createdBy: Who
  readonly members: readonly DemoMember[]
  readonly messages: readonly DemoMessage[]
}

const HOUR = 60
const DAY = 24 * HOUR

type Extra = Omit<DemoMessage, 'by' | 'minutesAgo' | 'text'>
const says = (by: Who, minutesAgo: number, text: string, extra: Extra = {}): DemoMessage => ({
  by,
  minutesAgo,
  text,
  ...extra,
})

const all = (...names: Who[]): DemoMember[] => names.map(who => ({ who }))

const image = (name: string, title: string) => ({
  type: 'image',
  image_url: picture(name),
  fallback: title,
  title,
  original_width: 1200,
  original_height: 800,
})

const LAUNCH: DemoChannel = {
  type: 'team',
  id: 'demo-launch',
  data: { name: 'Launch week', description: 'Everything for the release of the new app' },
  createdBy: 'lucia',
  members: [
    { who: 'lucia', moderates: true },
    { who: 'sara', readMinutesAgo: 3 * HOUR },
    { who: 'amir', readMinutesAgo: 2 * HOUR + 20 },
    { who: 'jonas' },
    { who: 'noor', readMinutesAgo: DAY },
  ],
  messages: [
    says('lucia', 3 * DAY + 220, 'Welcome, everyone! This is the room for launch week. 🚀', {
      reactions: { love: ['sara', 'noor'], rocket: ['amir', 'jonas'] },
    }),
    says(
      'lucia',
      3 * DAY + 218,
      'The plan, so that nobody has to search for it:\n\n1. **Monday** – freeze, last round of testing\n2. **Tuesday** – release to the first 10 %\n3. **Thursday** – everybody, and cake',
      { key: 'plan', pinnedBy: 'lucia', reactions: { like: ['sara', 'amir', 'jonas', 'noor'] } },
    ),
    says(
      'jonas',
      3 * DAY + 190,
      'The server side is frozen from my end. Migrations ran twice on staging without a word.',
    ),
    says('amir', 3 * DAY + 184, 'Same here. `main` is green and I am not touching it. Probably.', {
      reactions: { haha: ['lucia', 'jonas'] },
    }),
    says(
      'noor',
      3 * DAY + 150,
      'I have the answers for the ten questions people will ask us first. Who reads over them?',
      {
        key: 'answers',
        attachments: [
          {
            type: 'file',
            title: 'launch-answers.pdf',
            asset_url: '/demo/launch-answers.pdf',
            mime_type: 'application/pdf',
            file_size: 1050,
          },
        ],
      },
    ),
    says('sara', 3 * DAY + 146, 'I do! Give me until lunch.', { replyTo: 'answers' }),
    says('sara', 3 * DAY + 20, 'Done. Number 7 was the only one I did not understand at once.', {
      replyTo: 'answers',
    }),
    says('noor', 3 * DAY + 12, 'Number 7 is the one I did not understand either. Rewritten. 🙈', {
      replyTo: 'answers',
      reactions: { haha: ['sara', 'lucia'] },
    }),
    says(
      'sara',
      2 * DAY + 300,
      'The new start screen, light and dark. Last chance to say that it is too blue.',
      {
        key: 'screens',
        attachments: [
          image('screen-light', 'Start screen, light'),
          image('screen-dark', 'Start screen, dark'),
        ],
        reactions: { love: ['lucia', 'amir', 'noor'], wow: ['jonas'] },
      },
    ),
    says('amir', 2 * DAY + 290, 'It is exactly as blue as it should be.', { quotes: 'screens' }),
    says(
      'jonas',
      2 * DAY + 286,
      'Does it have to load both pictures? On a slow line the first one arrives after the second coffee.',
      {
        key: 'pictures',
      },
    ),
    says('amir', 2 * DAY + 280, 'No, that was me. Only the one that is shown, from now on.', {
      replyTo: 'pictures',
    }),
    says('jonas', 2 * DAY + 275, 'From 1.9 MB down to 140 KB. Beautiful.', {
      replyTo: 'pictures',
      alsoInChannel: true,
      reactions: { love: ['amir', 'sara'], like: ['lucia'] },
    }),
    says('lucia', DAY + 400, 'First 10 % are on. Errors: none. Crashes: none. Heart rate: high.', {
      reactions: { rocket: ['sara', 'amir', 'jonas', 'noor'] },
    }),
    says(
      'noor',
      DAY + 380,
      'Two people wrote already, both to say that it is fast. I did not know that people do that.',
    ),
    says('jonas', DAY + 60, 'Wrong channel, sorry', { deleted: true }),
    says(
      'sara',
      3 * HOUR + 10,
      'One thing I noticed while testing on my phone: the list jumps when a picture loads above it.',
      {
        key: 'jump',
      },
    ),
    says(
      'amir',
      2 * HOUR + 50,
      '@Sara Lindqvist found it. The height was not known before the picture was. Fix is in review.',
      {
        mentions: ['sara'],
        quotes: 'jump',
      },
    ),
    says('jonas', 2 * HOUR + 30, 'Reviewed. Two lines, my favourite size.', {
      reactions: { like: ['amir'] },
    }),
    says('lucia', 6, 'Then we are ready for Thursday. @Amir Haddad, will you press the button?', {
      mentions: ['amir'],
      reactions: { love: ['jonas'] },
    }),
    says('jonas', 3, 'He has practised. I saw it.', { reactions: { haha: ['lucia', 'noor'] } }),
  ],
}

const HIKE: DemoChannel = {
  type: 'messaging',
  id: 'demo-hike',
  data: { name: 'Saturday hike' },
  createdBy: 'mei',
  members: [
    { who: 'mei' },
    { who: 'sara', readMinutesAgo: 300 },
    { who: 'amir' },
    { who: 'lucia', readMinutesAgo: 300 },
  ],
  messages: [
    says('mei', 2 * DAY + 600, 'The forecast for Saturday is all sun. Who is in?', {
      reactions: { love: ['sara', 'lucia'], like: ['amir'] },
    }),
    says('lucia', 2 * DAY + 590, 'Me! I bring the good cheese.'),
    says('amir', 2 * DAY + 570, 'In, if it is the way around the lake and not the one over the top.'),
    says(
      'mei',
      2 * DAY + 560,
      'Around the lake. 14 km, hardly any climbing. Here is what it looked like last year:',
      {
        key: 'lake',
        attachments: [
          image('lake', 'The lake in the morning'),
          image('forest', 'The path through the forest'),
          image('summit', 'The top that we do not climb'),
          image('picnic', 'Lunch'),
        ],
        reactions: { love: ['sara', 'lucia', 'amir'] },
      },
    ),
    says('sara', 2 * DAY + 540, 'Those colours! I am bringing the camera.', { quotes: 'lake' }),
    says('lucia', DAY + 500, 'The trains, before I forget:', {
      attachments: [
        {
          type: 'link',
          og_scrape_url: 'https://www.openstreetmap.org/',
          title_link: 'https://www.openstreetmap.org/',
          title: 'OpenStreetMap',
          text: 'The map of the world that is made by people like you and free to use under an open licence.',
          image_url: picture('map'),
        },
      ],
    }),
    says('amir', DAY + 480, '08:12 or 09:12?', { key: 'train' }),
    says('mei', DAY + 478, '08:12, or we have lunch in the dark', { replyTo: 'train' }),
    says('sara', DAY + 470, 'For this cheese I get up at six', {
      replyTo: 'train',
      reactions: { haha: ['lucia', 'mei'] },
    }),
    says('mei', 250, 'I have two spare pairs of poles, sizes "tall" and "not so tall".'),
    says('lucia', 240, 'Not so tall, please 🙋‍♀️', { reactions: { like: ['mei'] } }),
    says(
      'mei',
      18,
      'See you at the platform. Bring a jacket, the wind by the water is cold even in the sun.',
    ),
  ],
}

const SARA_AMIR: DemoChannel = {
  type: 'messaging',
  createdBy: 'amir',
  members: [{ who: 'sara', readMinutesAgo: 30 }, { who: 'amir' }],
  messages: [
    says('amir', DAY + 90, 'Do you have five minutes for the settings page?'),
    says('sara', DAY + 88, 'For you, seven.', { reactions: { haha: ['amir'] } }),
    says(
      'amir',
      DAY + 70,
      'The switch at the end looks like it belongs to the section below. More space above or less below?',
    ),
    says('sara', DAY + 64, 'Less below. And a line between, a quiet one. I will send you the numbers.'),
    says('sara', DAY + 30, '`8 px` below, `24 px` above. Everything else is a multiple of four anyway.', {
      reactions: { like: ['amir'] },
    }),
    says('amir', 12, 'It is in. Looks like it was always meant to be like that.'),
    says('amir', 11, 'Coffee? I am buying, for once ☕'),
  ],
}

const SARA_NOOR: DemoChannel = {
  type: 'messaging',
  createdBy: 'noor',
  members: all('sara', 'noor'),
  messages: [
    says('noor', DAY + 700, 'صباح الخير يا سارة! هل الشاشة الجديدة جاهزة للغات التي تُكتب من اليمين؟'),
    says(
      'sara',
      DAY + 690,
      'Good morning! Yes: everything turns around, the arrows as well. Would you try it?',
    ),
    says('noor', DAY + 640, 'جرّبتها على الهاتف، كل شيء في مكانه 👏', { reactions: { love: ['sara'] } }),
    says('sara', DAY + 630, 'شكراً! (That is all I can say so far.)', { reactions: { haha: ['noor'] } }),
  ],
}

const JONAS_LUCIA: DemoChannel = {
  type: 'messaging',
  createdBy: 'jonas',
  members: [{ who: 'jonas' }, { who: 'lucia', readMinutesAgo: 200 }],
  messages: [
    says('lucia', 400, 'Kannst du bis morgen sagen, wie viele gleichzeitig dürfen?'),
    says('jonas', 395, 'Kann ich jetzt schon: mehr, als wir Leute kennen. 😄', {
      reactions: { haha: ['lucia'] },
    }),
    says('jonas', 100, 'Gemessen, nicht geraten. Die Zahlen liegen im Ordner.'),
  ],
}

const ORDER: DemoChannel = {
  type: 'commerce',
  id: 'demo-order-1042',
  data: { name: 'Order 1042', description: 'Two lamps, one shade' },
  createdBy: 'lucia',
  members: [{ who: 'mei', moderates: true }, { who: 'lucia' }, { who: 'noor' }],
  messages: [
    says(
      'lucia',
      DAY + 820,
      'Hello! I ordered two lamps and one of the shades has a dent. Can I send it back?',
      {
        attachments: [image('lamp', 'The dent')],
      },
    ),
    says('mei', DAY + 815, 'Oh no, sorry about that! No need to send anything: a new shade goes out today.', {
      reactions: { love: ['lucia'] },
    }),
    says('mei', DAY + 640, 'It is on its way, number `PL 5520 118 90`. It should be with you tomorrow.'),
    says('lucia', 190, 'It came, and it is perfect. Thank you!', { reactions: { love: ['mei', 'noor'] } }),
    says('noor', 180, 'Glad to hear. Then I close this, you can write here any time. ✅'),
  ],
}

const GAMES: DemoChannel = {
  type: 'gaming',
  id: 'demo-games',
  data: { name: 'Board game night' },
  createdBy: 'jonas',
  members: [
    { who: 'jonas', moderates: true },
    { who: 'amir', readMinutesAgo: 80 },
    { who: 'mei' },
    { who: 'noor' },
  ],
  messages: [
    says('jonas', 2 * DAY + 100, 'Friday at mine. New rule: whoever explains the rules may not win.'),
    says('mei', 2 * DAY + 95, 'That is a rule against you and you know it', {
      reactions: { haha: ['amir', 'noor', 'jonas'] },
    }),
    says('amir', 2 * DAY + 60, 'What do we play?', { key: 'what' }),
    says('noor', 2 * DAY + 58, 'The one with the trains', { replyTo: 'what', reactions: { like: ['mei'] } }),
    says('jonas', 2 * DAY + 50, 'The one with the sheep', { replyTo: 'what', reactions: { like: ['amir'] } }),
    says('mei', 2 * DAY + 45, 'Trains first, then sheep. The night is long.', {
      replyTo: 'what',
      alsoInChannel: true,
      reactions: { love: ['noor', 'jonas', 'amir'] },
    }),
    says('noor', 70, 'I bring dates and tea 🫖', { reactions: { love: ['mei', 'jonas'] } }),
    says('jonas', 65, 'Then we are complete. The door code is the year the first chess program lost.'),
  ],
}

const STAGE_TALK: readonly (readonly [Who, string])[] = [
  ['lucia', 'Good evening and welcome to the open stage! Everybody may write here, guests too. 🎤'],
  ['mei', 'Hello from the second row'],
  ['jonas', 'Sound is good from here, a little more voice maybe'],
  ['noor', 'Is that the band from last month?'],
  [
    'lucia',
    'It is! They asked whether they may come again, we said yes before they had finished the sentence',
  ],
  ['sara', 'That first chord 😍'],
  ['amir', 'The drummer is having the time of their life'],
  ['mei', 'This song is new, isn’t it?'],
  ['noor', 'New to me at least'],
  ['jonas', 'More voice: done. Thank you, whoever sits at the desk'],
  ['sara', '👏👏👏'],
  ['amir', 'I need this one on paper, what is it called?'],
  ['lucia', '“Paper Boats”. It will be on their page tomorrow.'],
  ['mei', 'Paper boats it is'],
  ['noor', '🔥🔥'],
  ['jonas', 'How does one play that with five fingers'],
  ['sara', 'With six'],
  ['amir', '😂'],
  ['lucia', 'Short break, ten minutes. Questions for the band? Write them here.'],
  ['noor', 'How long have you been playing together?'],
  ['mei', 'Who writes the words?'],
  ['jonas', 'What amplifier is that?'],
  ['lucia', 'Eight years; the bass player; and one that is older than all of them together.'],
  ['amir', 'Best answer to an amplifier question so far'],
  ['sara', 'And we are back'],
  ['mei', 'Oh, the slow one 🕯️'],
  ['noor', 'Everybody in here just went quiet'],
  ['sara', 'I have goosebumps, and I am at home on my sofa'],
  ['jonas', '❤️'],
  ['lucia', 'Last one for today. Sing along, the neighbours know already.'],
  ['amir', 'They do'],
  ['mei', 'Encore!'],
  ['noor', 'ENCORE'],
  ['sara', 'Encore 🙌'],
  ['lucia', 'You convinced them.'],
]

const STAGE: DemoChannel = {
  type: 'livestream',
  id: 'demo-open-stage',
  data: { name: 'Open stage', description: 'Open to everybody: guests write, anonymous visitors read along' },
  createdBy: 'lucia',
  members: [{ who: 'lucia', moderates: true }],
  messages: STAGE_TALK.map(([by, text], index) =>
    says(
      by,
      25 + (STAGE_TALK.length - index) * 3,
      text,
      index === 0 ? { key: 'stage', pinnedBy: 'lucia' } : {},
    ),
  ),
}

/** What visitors of the playground find. */
export const DEMO_CHANNELS: readonly DemoChannel[] = [
  LAUNCH,
  HIKE,
  SARA_AMIR,
  SARA_NOOR,
  JONAS_LUCIA,
  ORDER,
  GAMES,
  STAGE,
]

/** The channel for everybody. */
export const PUBLIC_CHANNEL = { type: 'livestream', id: 'demo-open-stage' } as const

/** What guests may do there beside reading. */
export const PUBLIC_CHANNEL_GRANTS = {
  guest: [
    'create-message',
    'create-reaction',
    'create-mention',
    'add-links',
    'create-attachment',
    'upload-attachment',
    'update-message-owner',
    'delete-message-owner',
    'delete-reaction-owner',
  ],
} as const

export const cidOfPublicChannel = `${PUBLIC_CHANNEL.type}:${PUBLIC_CHANNEL.id}`
