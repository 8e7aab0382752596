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

/** The only values of a text field that a filter lets through; undefined when it does not say. */
export function namedIn(filter: Filter, field: string): readonly string[] | undefined {
  if (filter.op === 'and') {
    for (const inner of filter.filters) {
      const named = namedIn(inner, field)
      if (named) return named
    }
    return undefined
  }
  if ('filters' in filter || filter.field !== field) return undefined
  if (filter.op === 'eq' && typeof filter.value === 'string') return [filter.value]
  return filter.op === 'in' && Array.isArray(filter.value) ? filter.value.map(String) : undefined
}
