import * as schemas from '@parley/protocol/schemas'
import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas that stand in the documentation once, under these names. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  AppSettings: schemas.AppSettingsSchema,
  Attachment: schemas.AttachmentSchema,
  Block: schemas.BlockSchema,
  Channel: schemas.ChannelSchema,
  ChannelConfig: schemas.ChannelConfigSchema,
  ChannelMute: schemas.ChannelMuteSchema,
  ChannelState: schemas.ChannelStateSchema,
  ChannelType: schemas.ChannelTypeSchema,
  Command: schemas.CommandSchema,
  Device: schemas.DeviceSchema,
  Draft: schemas.DraftSchema,
  Error: schemas.ErrorBodySchema,
  IdentityProvider: schemas.IdentityProviderSchema,
  Member: schemas.MemberSchema,
  Message: schemas.MessageSchema,
  Mute: schemas.MuteSchema,
  Poll: schemas.PollSchema,
  PollOption: schemas.PollOptionSchema,
  PollVote: schemas.PollVoteSchema,
  PrivacySettings: schemas.PrivacySettingsSchema,
  PushPreferences: schemas.PushPreferencesSchema,
  Reaction: schemas.ReactionSchema,
  ReadState: schemas.ReadStateSchema,
  Reminder: schemas.ReminderSchema,
  SharedLocation: schemas.SharedLocationSchema,
  User: schemas.UserSchema,
  AttachmentRequest: schemas.AttachmentRequest,
  ChannelDataRequest: schemas.ChannelDataRequest,
  MemberRequest: schemas.MemberRequest,
  MessageRequest: schemas.MessageRequest,
  UserRequest: schemas.UserRequest,
}

const names = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id })

/** Zod schemas as JSON schemas; what has a name is referred to and collected in `components`. */
export class JsonSchemas {
  readonly components: Record<string, JsonSchema> = {}
  readonly #made = new Map<z.ZodType, JsonSchema>()

  constructor() {
    for (const schema of Object.values(NAMED)) this.of(schema)
  }

  /** By what goes in: what only turns unset values away is left out. */
  of(schema: z.ZodType): JsonSchema {
    const made = this.#made.get(schema) ?? this.#make(schema)
    this.#made.set(schema, made)
    return made
  }

  #make(schema: z.ZodType): JsonSchema {
    const json = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      reused: 'inline',
      metadata: names,
      override: ({ zodSchema, jsonSchema }) => {
        const definition = zodSchema._zod.def
        if (definition.type !== 'pipe') return
        const { in: first, out } = definition as unknown as { in: z.ZodType; out: z.ZodType }
        if (first._zod.def.type === 'transform') Object.assign(jsonSchema, this.of(out))
      },
    })
    return this.#collect(json)
  }

  #collect(json: JsonSchema): JsonSchema {
    const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')
    const { $schema: _, $defs = {}, id, ...own } = JSON.parse(text)
    for (const [name, { id: __, ...component }] of Object.entries<Record<string, unknown>>($defs)) {
      // Zod also extracts what is behind a lazy schema, under a name of its own that nothing refers to.
      if (Object.hasOwn(NAMED, name)) this.components[name] = component
    }
    if (typeof id !== 'string' || !Object.hasOwn(NAMED, id)) return own
    this.components[id] = own
    return { $ref: `#/components/schemas/${id}` }
  }
}
