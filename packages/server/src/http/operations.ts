import type { Hono } from 'hono'
import type { Deps } from '../actions/deps.ts'
import type { HttpEnv } from './http-context.ts'

/** Endpoints for whoever runs the server, not for apps: no key, no token. */
export function registerOperations(hono: Hono<HttpEnv>, deps: Deps, isDraining: () => boolean): void {
  hono.get('/healthz', c => c.json({ status: 'ok' }))
  hono.get('/readyz', async c => {
    if (isDraining()) return c.json({ status: 'draining' }, 503)
    try {
      await deps.store.ping()
      return c.json({ status: 'ready' })
    } catch (error) {
      deps.log.error({ err: error }, 'the store does not answer')
      return c.json({ status: 'store unavailable' }, 503)
    }
  })
  hono.get('/metrics', async c => {
    deps.metrics.queueDepth.set({ queue: 'transactions' }, deps.store.queueDepth)
    const text = await deps.metrics.registry.metrics()
    return c.text(text, 200, { 'content-type': deps.metrics.registry.contentType })
  })
}
