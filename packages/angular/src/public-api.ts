export { Avatar } from './chat/avatar'
