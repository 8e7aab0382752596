/** What `ng add @parley/angular` takes; schema.json describes it to the command line. */
export interface NgAddOptions {
  /** The workspace's only application when left out. */
  readonly project?: string
  readonly apiKey?: string
  readonly baseUrl?: string
}
