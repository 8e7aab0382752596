import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { rootDir, run } from './command.ts'

/** What somebody puts into an app that `ng new` made. */
export interface AngularSources {
  /** `app.ts`, with the class `App`. */
  readonly component: string
  /** Of `app.config.ts`: `[provideParley()]`. */
  readonly providers: string
}

/** An Angular app around one component, compiled ahead of time as strictly as our own are, and served. */
export class AngularApp implements AsyncDisposable {
  readonly #server: Bun.Server<undefined>

  private constructor(built: string) {
    this.#server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: request => {
        const { pathname } = new URL(request.url)
        return new Response(Bun.file(join(built, pathname === '/' ? 'index.html' : pathname)))
      },
    })
  }

  /** @throws Error with what the compiler says, when it does not compile. The folder must be inside of the repository. */
  static async build(folder: string, sources: AngularSources): Promise<AngularApp> {
    for (const [name, text] of Object.entries(filesOf(sources))) {
      await mkdir(join(folder, 'src'), { recursive: true })
      await Bun.write(join(folder, name), text)
    }
    await run(`'${join(rootDir, 'node_modules/.bin/ng')}' build`, folder)
    return new AngularApp(join(folder, 'dist/browser'))
  }

  get url(): string {
    return this.#server.url.href
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}

function filesOf({ component, providers }: AngularSources): Record<string, string> {
  return {
    'src/app.ts': component,
    'src/main.ts': `import { bootstrapApplication } from '@angular/platform-browser'
import { provideParley } from '@parley/angular'
import { App } from './app'

bootstrapApplication(App, { providers: ${providers} }).catch((error: unknown) => console.error(error))
`,
    'src/index.html': `<!doctype html>
<html lang="en">
  <head><title>App</title><base href="/" /><link rel="icon" href="data:," /></head>
  <body><app-root></app-root></body>
</html>
`,
    'tsconfig.json': JSON.stringify({
      extends: join(rootDir, 'apps/playground/tsconfig.json'),
      include: ['src'],
    }),
    'angular.json': JSON.stringify(WORKSPACE),
  }
}

const WORKSPACE = {
  version: 1,
  cli: { analytics: false, cache: { enabled: false } },
  projects: {
    app: {
      projectType: 'application',
      root: '',
      architect: {
        build: {
          builder: '@angular/build:application',
          options: {
            browser: 'src/main.ts',
            index: 'src/index.html',
            tsConfig: 'tsconfig.json',
            outputPath: 'dist',
            optimization: false,
          },
        },
      },
    },
  },
}
