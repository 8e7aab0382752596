import type { Control } from './filter-rows'

/** What stands in a control for a value. */
export function typedText(value: unknown, control: Control): string {
  if (value === undefined || value === null) return ''
  if (control === 'time') return localTime(String(value))
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** The value that was typed; undefined while there is none. */
export function parseTyped(text: string, control: Control, choices: readonly (string | boolean)[]): unknown {
  switch (control) {
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
    case 'boolean':
      return text === 'true'
    case 'time':
      return Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString().replace('.000Z', 'Z')
    case 'list':
      return text
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== '')
    case 'choice':
      return choices.find(choice => String(choice) === text)
    default:
      return text
  }
}

const two = (part: number): string => String(part).padStart(2, '0')

/** As `<input type="datetime-local">` wants it. */
export function localTime(at: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
