/**
 * A regular user, a guest and an anonymous reader in one room.
 *
 *     PARLEY_URL=http://127.0.0.1:8800 PARLEY_API_KEY=… PARLEY_API_SECRET=… npx bun examples/quickstart.ts
 *
 * Key and secret are what `npm start` printed at its first start. In an app the secret stays on
 * your server: see the token endpoints beside this file.
 */
import { ChatClient, ChatError } from '@parley/client'
import { ServerClient } from '@parley/client/server'

const {
  PARLEY_URL: baseURL = 'http://127.0.0.1:8800',
  PARLEY_API_KEY: key = '',
  PARLEY_API_SECRET: secret = '',
} = process.env

const backend = new ServerClient(key, secret, { baseURL })

// Livestreams are readable by everybody. That guests may talk in this one is for the backend to say.
const room = { type: 'livestream', id: 'planet-express' }
await backend.upsertUser({ id: 'bender', name: 'Bender' })
const created = backend.channel(room.type, room.id, { created_by_id: 'bender', name: 'Planet Express' })
await created.create()
await created.updatePartial({ set: { config_overrides: { grants: { guest: ['create-message'] } } } })

const newClient = () => new ChatClient(key, { baseURL, guestStorage: false })

// 1. A regular user: your backend says who it is, with a token.
const bender = newClient()
const tokenProvider = () => backend.createToken('bender', Math.floor(Date.now() / 1000) + 3600)
const { me } = await bender.connectUser({ id: 'bender', name: 'Bender' }, tokenProvider)
console.log(`${me.name} is connected as ${me.id}, role ${me.role}`)

const bendersRoom = bender.channel(room.type, room.id)
await bendersRoom.watch()

// 2. A guest: no token needed.
const guest = newClient()
const visitor = await guest.connectGuestUser({ id: 'fry', name: 'Fry' })
console.log(`${visitor.me.name} is a guest: ${visitor.me.id.replace(/-.*-/, '-…-')}`)
const guestsRoom = guest.channel(room.type, room.id)
await guestsRoom.watch()

// 3. An anonymous reader: may look, and nothing else.
const reader = newClient()
await reader.connectAnonymousUser()
const readersRoom = reader.channel(room.type, room.id)
await readersRoom.watch()

const heard = new Promise<void>(resolve => {
  readersRoom.on('message.new', ({ message }) => {
    console.log(`${message.user?.name}: ${message.text}`)
    if (readersRoom.state.messages.length === 2) resolve()
  })
})
await bendersRoom.sendMessage({ text: 'Bite my shiny metal ad' })
await guestsRoom.sendMessage({ text: 'Good news, everyone' })
await heard

try {
  await readersRoom.sendMessage({ text: 'may I?' })
} catch (error) {
  if (!(error instanceof ChatError)) throw error
  console.log(`the anonymous reader was refused: ${error.errorName}`)
}

await Promise.all([bender, guest, reader].map(client => client.disconnectUser()))
console.log('everybody has left')
