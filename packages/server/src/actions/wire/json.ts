/** A JSON object with one more key whose value is JSON already. */
export function spliceJson(objectJson: string, key: string, valueJson: string): string {
  const comma = objectJson === '{}' ? '' : ','
  return `${objectJson.slice(0, -1)}${comma}"${key}":${valueJson}}`
}

/** A JSON object of values that are JSON already; undefined ones are left out. Keys need no escaping. */
export function joinJson(parts: Readonly<Record<string, string | undefined>>): string {
  let json = ''
  for (const key in parts) {
    const value = parts[key]
    if (value !== undefined) json += `${json === '' ? '' : ','}"${key}":${value}`
  }
  return `{${json}}`
}
