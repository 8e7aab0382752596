import { resolve } from 'node:path'
import { isNetwork } from './util/client-ip.ts'
import { OperatorError } from './util/operator-error.ts'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
const LOG_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Everything that can be set from outside (docs/configuration.md). */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** Undefined: SQLite in the data directory. */
  readonly databaseUrl: string | undefined
  /** PostgreSQL ends a statement of a request after so long; 0: never. */
  readonly databaseTimeoutSeconds: number
  readonly redisUrl: string | undefined
  /** Where the server is reached from outside; undefined: as each request's Host says. */
  readonly publicUrl: string | undefined
  /** Undefined, all of them: files lie in the data directory. */
  readonly s3Endpoint: string | undefined
  readonly s3Bucket: string | undefined
  readonly s3Region: string
  readonly s3AccessKeyId: string | undefined
  readonly s3SecretAccessKey: string | undefined
  readonly apiKey: string | undefined
  readonly apiSecret: string | undefined
  /** The dashboard's first admin; undefined, both: a set-up link is printed. */
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
  readonly masterKey: string | undefined
  readonly rateLimits: 'default' | 'off'
  /** Negotiate permessage-deflate with sockets: less traffic for more CPU and memory. */
  readonly compression: 'on' | 'off'
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[]
  /** Addresses or CIDR ranges of our own network that previews of links may be fetched from. */
  readonly fetchAllow: readonly string[]
  readonly giphyUrl: string
  /** Undefined: `/giphy` says that there is none. */
  readonly giphyKey: string | undefined
  /** The chat at `/` and its demo, while the first app is in development mode. */
  readonly playground: 'on' | 'off'
  readonly logLevel: LogLevel
}

/** A setting that cannot be used; the message names it and says what it takes. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
}

/** Flag name → value, as the command line gave them. */
export type Flags = Partial<Record<keyof Config, string>>
export type Env = Readonly<Record<string, string | undefined>>

interface Setting<T> {
  readonly variable: string
  readonly fallback: T
  readonly takes: string
  parse(text: string): T | undefined
}

const matching = (variable: string, takes: string, pattern: RegExp): Setting<string | undefined> => ({
  variable,
  fallback: undefined,
  takes,
  parse: value => (pattern.test(value) ? value : undefined),
})

const SETTINGS: { readonly [K in keyof Config]: Setting<Config[K]> } = {
  port: {
    variable: 'PARLEY_PORT',
    fallback: 8800,
    takes: 'a port number from 0 to 65535 (0: any free one)',
    parse: parsePort,
  },
  host: {
    variable: 'PARLEY_HOST',
    fallback: '127.0.0.1',
    takes: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
    parse: parseHost,
  },
  dataDir: {
    variable: 'PARLEY_DATA_DIR',
    fallback: resolve('data'),
    takes: 'a folder',
    parse: value => resolve(value),
  },
  databaseUrl: matching(
    'PARLEY_DATABASE_URL',
    'postgres://user:password@host:port/database',
    /^postgres(ql)?:\/\/.+/,
  ),
  databaseTimeoutSeconds: {
    variable: 'PARLEY_DATABASE_TIMEOUT_SECONDS',
    fallback: 40,
    takes: 'whole seconds from 1 to 3600, or 0 for no limit',
    parse: value => (/^\d{1,4}$/.test(value) && Number(value) <= 3_600 ? Number(value) : undefined),
  },
  redisUrl: matching('PARLEY_REDIS_URL', 'redis://host:port or rediss://host:port', /^rediss?:\/\/.+/),
  publicUrl: {
    variable: 'PARLEY_PUBLIC_URL',
    fallback: undefined,
    takes: 'the address clients use, such as https://chat.example, with a path where there is one',
    parse: parseAddress,
  },
  s3Endpoint: {
    variable: 'PARLEY_S3_ENDPOINT',
    fallback: undefined,
    takes: 'the address of an S3-compatible service, such as https://s3.eu-central-1.amazonaws.com',
    parse: parseAddress,
  },
  s3Bucket: matching(
    'PARLEY_S3_BUCKET',
    'the name of a bucket: 3 to 63 lower-case letters, digits, "." or "-"',
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  ),
  s3Region: {
    variable: 'PARLEY_S3_REGION',
    fallback: 'us-east-1',
    takes: 'the name of a region, such as eu-central-1',
    parse: value => (/^[A-Za-z0-9-]{1,64}$/.test(value) ? value : undefined),
  },
  s3AccessKeyId: matching('PARLEY_S3_ACCESS_KEY_ID', 'an access key without white space', /^\S{3,128}$/),
  s3SecretAccessKey: matching(
    'PARLEY_S3_SECRET_ACCESS_KEY',
    'a secret key without white space',
    /^\S{8,256}$/,
  ),
  apiKey: matching('PARLEY_API_KEY', '4 to 64 letters, digits, "-" or "_"', /^[A-Za-z0-9_-]{4,64}$/),
  apiSecret: matching('PARLEY_API_SECRET', 'at least 16 characters without white space', /^\S{16,512}$/),
  adminEmail: matching(
    'PARLEY_ADMIN_EMAIL',
    'an e-mail address such as ada@example.com',
    /^[^\s@"<>]+@[^\s@"<>]+$/,
  ),
  adminPassword: matching('PARLEY_ADMIN_PASSWORD', 'a password of 12 to 256 characters', /^.{12,256}$/s),
  masterKey: matching(
    'PARLEY_MASTER_KEY',
    '32 bytes as 64 hexadecimal digits or as base64',
    /^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/,
  ),
  rateLimits: {
    variable: 'PARLEY_RATE_LIMITS',
    fallback: 'default',
    takes: '"default" or "off"',
    parse: value => (value === 'default' || value === 'off' ? value : undefined),
  },
  compression: {
    variable: 'PARLEY_COMPRESSION',
    fallback: 'off',
    takes: '"on" or "off"',
    parse: value => (value === 'on' || value === 'off' ? value : undefined),
  },
  trustProxy: {
    variable: 'PARLEY_TRUST_PROXY',
    fallback: [],
    takes: 'addresses or CIDR ranges of your proxies, separated by commas',
    parse: parseProxies,
  },
  fetchAllow: {
    variable: 'PARLEY_FETCH_ALLOW',
    fallback: [],
    takes: 'addresses or CIDR ranges of your own network, separated by commas',
    parse: parseProxies,
  },
  giphyUrl: {
    variable: 'PARLEY_GIPHY_URL',
    fallback: 'https://api.giphy.com/v1/gifs',
    takes: 'the address of a service like Giphy, such as https://api.giphy.com/v1/gifs',
    parse: value => (/^https?:\/\/[^\s?#]+$/.test(value) ? value.replace(/\/+$/, '') : undefined),
  },
  giphyKey: matching('PARLEY_GIPHY_KEY', 'the key of that service, without white space', /^\S{1,255}$/),
  playground: {
    variable: 'PARLEY_PLAYGROUND',
    fallback: 'on',
    takes: '"on" or "off"',
    parse: value => (value === 'on' || value === 'off' ? value : undefined),
  },
  logLevel: {
    variable: 'PARLEY_LOG_LEVEL',
    fallback: 'info',
    takes: `one of ${LOG_LEVELS.join(', ')}`,
    parse: value => LOG_LEVELS.find(level => level === value),
  },
}

/**
 * Reads the configuration: flags over environment over defaults.
 * @throws ConfigError naming the setting and what it takes.
 */
export function readConfig(flags: Flags, env: Env): Config {
  const config = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [
      name,
      readSetting(name, setting as Setting<unknown>, flags, env),
    ]),
  ) as unknown as Config
  checkTogether(config, ['apiKey', 'apiSecret'])
  checkTogether(config, ['adminEmail', 'adminPassword'])
  checkTogether(config, ['s3Endpoint', 's3Bucket', 's3AccessKeyId', 's3SecretAccessKey'])
  return config
}

function checkTogether(config: Config, names: readonly (keyof Config)[]): void {
  const missing = names.filter(name => config[name] === undefined)
  if (missing.length === 0 || missing.length === names.length) return
  const all = names.map(name => SETTINGS[name].variable)
  const last = all.pop()
  throw new ConfigError(
    `${missing.map(name => SETTINGS[name].variable).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${all.join(', ')} and ${last} are set together or not at all`,
  )
}

function readSetting(name: string, setting: Setting<unknown>, flags: Flags, env: Env): unknown {
  const flag = flags[name as keyof Config]
  const given = flag ?? env[setting.variable]
  if (given === undefined || given === '') return setting.fallback
  const value = setting.parse(given)
  if (value !== undefined) return value
  const source =
    flag === undefined
      ? setting.variable
      : `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  throw new ConfigError(
    `${source} can't be used as it is${isSecret(name) ? '' : ` ("${given}")`}: it takes ${setting.takes}`,
  )
}

const isSecret = (name: string): boolean =>
  [
    'apiSecret',
    'adminPassword',
    'masterKey',
    'databaseUrl',
    'redisUrl',
    's3SecretAccessKey',
    'giphyKey',
  ].includes(name)

function parsePort(value: string): number | undefined {
  const port = Number(value)
  return /^\d{1,5}$/.test(value) && port <= 65_535 ? port : undefined
}

function parseHost(value: string): string | undefined {
  return /^[A-Za-z0-9.:_-]+$/.test(value) ? value : undefined
}

function parseProxies(value: string): readonly string[] | undefined {
  const proxies = value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  return proxies.every(isNetwork) ? proxies : undefined
}

/** Without a slash at its end. */
function parseAddress(value: string): string | undefined {
  const url = URL.parse(value)
  const isPlain = url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
  return isPlain && url.username === '' ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : undefined
}
