/** What a command answers: one JSON object for programs, text for people. */
export interface Output {
  readonly json: Readonly<Record<string, unknown>>
  readonly text: string
  /** 0 unless the command has a verdict, such as `token inspect`. */
  readonly exitCode?: 0 | 1
}

/** Aligned columns under a head; a note instead when there is no row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `name: value` lines with the values aligned; undefined ones are left out. */
export function fields(entries: readonly (readonly [string, string | undefined])[]): string {
  const given = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
  const width = Math.max(...given.map(([name]) => name.length)) + 1
  return given.map(([name, value]) => `${`${name}:`.padEnd(width)} ${value}`).join('\n')
}
