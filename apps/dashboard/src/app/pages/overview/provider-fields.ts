/** What may be said of an identity provider. */
export type ProviderField =
  | 'issuer'
  | 'audience'
  | 'user_id_claim'
  | 'name_claim'
  | 'teams_claim'
  | 'jwks_uri'

/** What need not be said; empty means what the hint says. */
export const PROVIDER_FIELDS: readonly {
  readonly field: ProviderField
  readonly label: string
  readonly hint: string
}[] = [
  {
    field: 'audience',
    label: 'Audience',
    hint: 'The “aud” its tokens must have. Without it, tokens made for other apps of the provider are accepted, too.',
  },
  { field: 'user_id_claim', label: 'Claim with the user’s id', hint: 'sub, unless given' },
  { field: 'name_claim', label: 'Claim with the user’s name', hint: 'Such as name; for users who are new' },
  { field: 'teams_claim', label: 'Claim with the user’s teams', hint: 'With multi-tenancy; a list of texts' },
  {
    field: 'jwks_uri',
    label: 'Address of its keys',
    hint: 'Only for a provider without OpenID Connect Discovery',
  },
]
