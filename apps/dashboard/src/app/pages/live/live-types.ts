/** `GET /apps/{app}/live`, as docs/dashboard.md has it. */
export interface LiveReport {
  readonly at: string
  readonly connections: {
    readonly regular: number
    readonly guest: number
    readonly anonymous: number
    readonly total: number
    readonly websocket: number
    readonly longpoll: number
  }
  readonly users_online: number
  readonly channels_watched: number
  readonly events_per_second: number
  readonly deliveries_per_second: number
  readonly messages_per_second: number
  readonly requests_per_second: number
  readonly rate_seconds: number
  readonly send_to_deliver_ms: {
    readonly sends: number
    readonly p50: number | null
    readonly p99: number | null
    readonly seconds: number
  }
  readonly auth_failures_per_minute: number
  readonly outbox_waiting: number
  readonly slow_receivers_dropped: number
  readonly samples: readonly LiveSample[]
  /** For owners. */
  readonly process: {
    readonly memory_bytes: number
    readonly processor_share: number
    readonly uptime_seconds: number
  } | null
}

/** One second. */
export interface LiveSample {
  readonly second: number
  readonly connections: number
  readonly events: number
  readonly deliveries: number
  readonly messages: number
  readonly requests: number
  readonly p99_ms: number | null
}
