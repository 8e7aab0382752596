const WIDTH = 64

/** JSON over as few lines as can be read: what is short stands on one. */
export function formatFilter(value: unknown, indent = ''): string {
  const line = inLine(value)
  if (indent.length + line.length <= WIDTH || typeof value !== 'object' || value === null) return line
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const parts = Array.isArray(value)
    ? value.map(each => deeper + formatFilter(each, deeper))
    : Object.entries(value).map(
        ([key, each]) => `${deeper}${JSON.stringify(key)}: ${formatFilter(each, deeper)}`,
      )
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inLine(each)}`)
  return parts.length === 0 ? '{}' : `{${parts.join(', ')}}`
}
