export { german as texts } from '@parley/angular'
