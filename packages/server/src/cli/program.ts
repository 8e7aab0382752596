import { ChatError } from '@parley/protocol'
import { Command, CommanderError } from 'commander'
import { type Config, ConfigError, type Env, type Flags, readConfig } from '../config.ts'
import { parseDuration } from '../util/duration.ts'
import { OperatorError } from '../util/operator-error.ts'
import { listAdmins, removeAdmin } from './admin-commands.ts'
import { createAppCommand, listApps, rotateSecretCommand, setApp } from './app-commands.ts'
import { backup, restore } from './backup-commands.ts'
import { CliError } from './cli-error.ts'
import { inspectTokenCommand } from './inspect-token.ts'
import type { Output } from './output.ts'
import { chooseApp, type Session, withSession } from './session.ts'
import { issueTokenCommand } from './token-commands.ts'
import { deactivateUser, listUsers, showUser } from './user-commands.ts'

/** What the commands need of the process they run in. */
export interface Surroundings {
  readonly env: Env
  /** Runs a server until it is told to stop. */
  serve(config: Config): Promise<void>
  write(text: string): void
  writeError(text: string): void
}

type Options = Readonly<Record<string, string | boolean | undefined>>

/**
 * Runs one `parley` command and returns its exit code: 0 done, 1 refused or failed, 2 called or
 * configured wrongly.
 */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0
  const program = buildProgram(surroundings, code => {
    exitCode = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return reportError(error, surroundings, args.includes('--json'))
  }
}

/** All commands. `onExitCode` is told the verdict of commands that have one. */
export function buildProgram(surroundings: Surroundings, onExitCode: (code: number) => void): Command {
  const program = new Command('parley')
    .description('Parley: a chat server of your own')
    .showHelpAfterError('(--help shows how)')
    .exitOverride()
    .configureOutput({ writeOut: surroundings.write, writeErr: surroundings.writeError })
  const context: Context = { surroundings, onExitCode }
  addServe(program, context)
  addApp(program, context)
  addToken(program, context)
  addUser(program, context)
  addAdmin(program, context)
  addBackup(program, context)
  return program
}

interface Context {
  readonly surroundings: Surroundings
  readonly onExitCode: (code: number) => void
}

function addServe(program: Command, { surroundings }: Context): void {
  const serve = program
    .command('serve')
    .description('serve chat: REST, WebSocket, and the web pages')
    .option('--port <number>', 'port to listen on (PARLEY_PORT, 8800)')
    .option('--host <address>', 'address to listen on (PARLEY_HOST, 127.0.0.1)')
    .option('--public-url <url>', 'where clients reach it (PARLEY_PUBLIC_URL)')
    .option(
      '--database-timeout-seconds <number>',
      'a request’s statement may take so long (PARLEY_DATABASE_TIMEOUT_SECONDS, 40)',
    )
    .option('--redis-url <url>', 'reserved for several nodes (PARLEY_REDIS_URL)')
    .option('--api-key <key>', 'API key of the first app (PARLEY_API_KEY)')
    .option('--api-secret <secret>', 'its secret; better set PARLEY_API_SECRET')
    .option('--admin-email <address>', 'the dashboard’s first admin (PARLEY_ADMIN_EMAIL)')
    .option('--admin-password <password>', 'better set PARLEY_ADMIN_PASSWORD')
    .option('--rate-limits <default|off>', 'PARLEY_RATE_LIMITS')
    .option('--compression <on|off>', 'of socket frames (PARLEY_COMPRESSION, off)')
    .option('--trust-proxy <addresses>', 'proxies in front (PARLEY_TRUST_PROXY)')
    .option('--fetch-allow <addresses>', 'own networks that link previews may come from (PARLEY_FETCH_ALLOW)')
    .option('--giphy-key <key>', 'for /giphy; better set PARLEY_GIPHY_KEY')
    .option('--giphy-url <url>', 'a service like Giphy (PARLEY_GIPHY_URL)')
    .option('--playground <on|off>', 'the chat at / and its demo (PARLEY_PLAYGROUND, on)')
    .option('--log-level <level>', 'PARLEY_LOG_LEVEL, info')
  addStoreOptions(serve).action(async () => {
    await surroundings.serve(readConfig(flagsOf(serve.opts()), surroundings.env))
  })
}

function addApp(program: Command, context: Context): void {
  const app = program.command('app').description('apps: keys, secrets, settings')
  sessionCommand(app.command('list'), context, 'list the apps', session => listApps(session))
  const create = app
    .command('create')
    .option('--name <name>', 'name of the app', 'Parley')
    .option('--mode <mode>', 'development or production', 'development')
    .option('--key <key>', 'API key; made up unless given')
  sessionCommand(
    create,
    context,
    'make an app; its secret is shown once',
    (session, options) =>
      createAppCommand(session, {
        name: text(options.name) ?? '',
        mode: text(options.mode) ?? '',
        key: text(options.key),
      }),
    { create: true },
  )
  const rotate = app
    .command('rotate-secret')
    .option('--app <key>', 'API key of the app')
    .option('--retire-after <time>', 'until when the earlier secrets stay valid, such as 24h or 0', '24h')
    .option('--keep', 'let the earlier secrets stay valid for good')
  sessionCommand(
    rotate,
    context,
    'give an app a new secret; the earlier ones retire',
    async (session, options) =>
      rotateSecretCommand(session, await chooseApp(session, text(options.app)), retirementOf(options)),
  )
  addAppSet(app, context)
}

function addAppSet(app: Command, context: Context): void {
  const set = app
    .command('set')
    .argument('[settings...]', 'settings as key=value, such as multi_tenant_enabled=true')
    .option('--app <key>', 'API key of the app')
    .option('--mode <mode>', 'development or production')
    .option('--name <name>', 'name of the app')
    .option('--suspend', 'refuse everybody')
    .option('--resume', 'end a suspension')
  sessionCommand(set, context, 'change an app', async (session, options, settings) =>
    setApp(session, await chooseApp(session, text(options.app)), {
      mode: text(options.mode),
      name: text(options.name),
      suspended: options.suspend ? true : options.resume ? false : undefined,
      settings,
    }),
  )
}

function addToken(program: Command, context: Context): void {
  const token = program
    .command('token')
    .argument('[user-id]', 'whose token')
    .option('--server', 'a server token: whoever has it may do everything')
    .option('--expires <time>', 'such as 30m, 1h or 7d; never unless given')
    .option('--app <key>', 'API key of the app')
  sessionCommand(token, context, 'sign a token', async (session, options, [userId]) =>
    issueTokenCommand(session, await chooseApp(session, text(options.app)), {
      userId,
      server: options.server === true,
      expires: text(options.expires),
    }),
  )
  const inspect = token
    .command('inspect')
    .argument('<jwt>', 'the token')
    .option('--app <key>', 'API key it is used with; each app is tried unless given')
  sessionCommand(
    inspect,
    context,
    'say what a token claims, and whether and why it is refused',
    async (session, options, [jwt = '']) => {
      // The parent command has the option too and takes it first.
      const key = text(options.app) ?? text(token.opts().app)
      return inspectTokenCommand(session, jwt, key === undefined ? undefined : await chooseApp(session, key))
    },
  )
}

function addUser(program: Command, context: Context): void {
  const user = program.command('user').description('users of an app')
  const list = user
    .command('list')
    .option('--app <key>', 'API key of the app')
    .option('--limit <number>', 'how many', '100')
    .option('--offset <number>', 'how many to leave out', '0')
  sessionCommand(list, context, 'list users', async (session, options) =>
    listUsers(session, await chooseApp(session, text(options.app)), {
      limit: whole('--limit', options.limit),
      offset: whole('--offset', options.offset),
    }),
  )
  const show = user.command('show').argument('<user-id>').option('--app <key>', 'API key of the app')
  sessionCommand(show, context, 'show one user', async (session, options, [userId = '']) =>
    showUser(session, await chooseApp(session, text(options.app)), userId),
  )
  const deactivate = user
    .command('deactivate')
    .argument('<user-id>')
    .option('--app <key>', 'API key of the app')
    .option('--server-url <url>', 'the running server, when it is not found by itself')
  sessionCommand(
    deactivate,
    context,
    'deactivate a user and close their connections',
    async (session, options, [userId = '']) =>
      deactivateUser(session, await chooseApp(session, text(options.app)), userId, text(options.serverUrl)),
  )
}

function addAdmin(program: Command, context: Context): void {
  const admin = program.command('admin').description('people who sign in to the dashboard')
  sessionCommand(admin.command('list'), context, 'list them', session => listAdmins(session))
  sessionCommand(
    admin.command('remove').argument('<e-mail>'),
    context,
    'remove one, also the last: then the next start prints a set-up link',
    (session, _, [email = '']) => removeAdmin(session, email),
  )
}

function addBackup(program: Command, context: Context): void {
  sessionCommand(
    program.command('backup').argument('<file>'),
    context,
    'copy the database to a file, also while a server runs',
    (session, _, [file = '']) => backup(session, file),
  )
  const restoring = program
    .command('restore')
    .description('put a backup in the place of the database; the server must be stopped')
    .argument('<file>')
  addStoreOptions(restoring).action(async (file: string) => {
    const config = readConfig(flagsOf(restoring.opts()), context.surroundings.env)
    print(await restore(config, file, new Date()), restoring.opts(), context)
  })
}

type Run = (session: Session, options: Options, args: readonly string[]) => Promise<Output>

/** A command on the database: opens it, runs, prints, closes it. */
function sessionCommand(
  command: Command,
  context: Context,
  description: string,
  run: Run,
  { create = false } = {},
): void {
  addStoreOptions(command.description(description)).action(async () => {
    const options = command.optsWithGlobals()
    const flags = flagsOf(options)
    const args = command.processedArgs.flat().filter(argument => argument !== undefined)
    const output = await withSession({ flags, env: context.surroundings.env, create }, session =>
      run(session, options, args),
    )
    print(output, options, context)
  })
}

function addStoreOptions(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'where the data is (PARLEY_DATA_DIR, ./data)')
    .option('--database-url <url>', 'PostgreSQL instead of SQLite (PARLEY_DATABASE_URL)')
    .option('--master-key <key>', 'opens stored secrets; better set PARLEY_MASTER_KEY')
    .option('--json', 'answer as JSON')
}

const FLAGS = [
  'port',
  'host',
  'dataDir',
  'databaseUrl',
  'databaseTimeoutSeconds',
  'redisUrl',
  'publicUrl',
  'apiKey',
  'apiSecret',
  'adminEmail',
  'adminPassword',
  'masterKey',
  'rateLimits',
  'compression',
  'trustProxy',
  'fetchAllow',
  'giphyKey',
  'giphyUrl',
  'playground',
  'logLevel',
] as const satisfies readonly (keyof Flags)[]

function flagsOf(options: Options): Flags {
  const given = FLAGS.map(name => [name, text(options[name])] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

function print(output: Output, options: Options, { surroundings, onExitCode }: Context): void {
  surroundings.write(`${options.json ? JSON.stringify(output.json) : output.text}\n`)
  onExitCode(output.exitCode ?? 0)
}

function reportError(error: unknown, { writeError }: Surroundings, asJson: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const known = error instanceof OperatorError || error instanceof ChatError
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof ChatError ? { code: error.code } : {}
  writeError(asJson ? `${JSON.stringify({ error: { message, ...code } })}\n` : `parley: ${message}\n`)
  if (!known && error instanceof Error && !asJson) writeError(`${error.stack}\n`)
  if (error instanceof ConfigError) return 2
  return error instanceof CliError ? error.exitCode : 1
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function whole(name: string, value: string | boolean | undefined): number {
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value)
  throw new CliError(`${name} takes a whole number, not "${value}"`, 2)
}

function retirementOf(options: Options): number | undefined {
  if (options.keep) return undefined
  const given = text(options.retireAfter) ?? ''
  const seconds = parseDuration(given)
  if (seconds !== undefined) return seconds
  throw new CliError(`--retire-after takes a time such as 24h, 30m or 0, not "${given}"`, 2)
}
