import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { Live } from './live.ts'

/** One server's metrics; a registry of its own, so that several servers can live in one process. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    /** Of single apps, for people who watch. */
    live: new Live(),
    connections: new Gauge({
      name: 'parley_connections',
      help: 'Open connections.',
      labelNames: ['kind', 'transport'],
      registers,
    }),
    connects: new Counter({
      name: 'parley_connects_total',
      help: 'Connections that became ready.',
      labelNames: ['kind'],
      registers,
    }),
    disconnects: new Counter({
      name: 'parley_disconnects_total',
      help: 'Connections closed.',
      labelNames: ['code'],
      registers,
    }),
    authFailures: new Counter({
      name: 'parley_auth_failures_total',
      help: 'Refused credentials by error code.',
      labelNames: ['code'],
      registers,
    }),
    adminSignIns: new Counter({
      name: 'parley_admin_sign_ins_total',
      help: 'Attempts to sign in to the dashboard by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    events: new Counter({
      name: 'parley_events_total',
      help: 'Events announced.',
      labelNames: ['type'],
      registers,
    }),
    deliveries: new Counter({
      name: 'parley_deliveries_total',
      help: 'Frames handed to connections by events.',
      registers,
    }),
    requests: new Counter({
      name: 'parley_http_requests_total',
      help: 'HTTP requests.',
      labelNames: ['route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'parley_http_request_seconds',
      help: 'Time to answer an HTTP request.',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'parley_store_commit_seconds',
      help: 'Time to commit a group of transactions.',
      buckets: [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
      registers,
    }),
    outboxDeliveries: new Counter({
      name: 'parley_outbox_deliveries_total',
      help: 'Attempts to deliver outside: webhooks, pushes, link previews.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    outboxSeconds: new Histogram({
      name: 'parley_outbox_delivery_seconds',
      help: 'Time of an attempt to deliver outside.',
      labelNames: ['kind'],
      buckets: [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    queueDepth: new Gauge({
      name: 'parley_queue_depth',
      help: 'Work waiting, by queue.',
      labelNames: ['queue'],
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
