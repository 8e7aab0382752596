/** RFC 3339, UTC, six fraction digits on output; any offset is accepted on input. Never `""`. */
export type Time = string

/** `type:id` of a channel. */
export type Cid = `${string}:${string}`

/** Every successful reply is an object with this key. */
export interface Duration {
  /** Time the server took, such as `"1.52ms"`. */
  duration: string
}

/** The reply of an endpoint that has nothing to tell. */
export interface EmptyResponse extends Duration {}

/** One sort key; the first entry of an array is the primary one. */
export interface SortParam<Field extends string = string> {
  field: Field
  /** 1 ascending (the default), -1 descending. */
  direction?: 1 | -1
}

/** One of the scalar operands of a filter. */
export type FilterScalar = string | number | boolean | null

/** What a field is compared with. */
export interface FilterOperators {
  $eq?: FilterScalar | readonly FilterScalar[]
  $ne?: FilterScalar
  $in?: readonly FilterScalar[]
  $nin?: readonly FilterScalar[]
  $gt?: string | number
  $gte?: string | number
  $lt?: string | number
  $lte?: string | number
  $exists?: boolean
  /** The array field holds this value. */
  $contains?: FilterScalar
  /** Full text, by words. */
  $q?: string
  /** Start of a word, case-insensitive. */
  $autocomplete?: string
}

/**
 * A filter: field paths and logical operators, ANDed.
 *
 * A bare value means `$eq`; `{}` matches everything. Custom fields are named as they are.
 */
export type Filter = {
  $and?: readonly Filter[]
  $or?: readonly Filter[]
  $nor?: readonly Filter[]
} & { [field: string]: FilterScalar | FilterOperators | readonly Filter[] | undefined }

/** `set` and `unset` of a partial update; dotted paths address nested custom data. */
export interface PartialUpdate {
  set?: Record<string, unknown> | null
  unset?: readonly string[] | null
}
