/** A filter after checking: fields are known, operators fit them, values have the field's type. */
export type Filter = { readonly op: 'and' | 'or' | 'nor'; readonly filters: readonly Filter[] } | Comparison

export type ComparisonOp =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'exists'
  | 'contains'
  | 'q'
  | 'autocomplete'

export type FilterValue = string | number | boolean | null | readonly (string | number | boolean)[]

export interface Comparison {
  readonly op: ComparisonOp
  /** A built-in field's name, or the dotted path of a custom one. */
  readonly field: string
  readonly custom: boolean
  /** Times are epoch microseconds already. */
  readonly value: FilterValue
}

export interface Sort {
  readonly field: string
  readonly custom: boolean
  readonly direction: 1 | -1
}

/** Matches everything. */
export const ALL: Filter = { op: 'and', filters: [] }
