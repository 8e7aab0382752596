export { type Config, ConfigError, readConfig } from './config.ts'
export { type RunningServer, type StartOptions, startServer } from './server.ts'
