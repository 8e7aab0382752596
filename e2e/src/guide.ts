/** A code block of a page of the documentation. */
export interface CodeBlock {
  readonly language: string
  readonly text: string
  /** What its first line, a comment, names: `// src/app/app.ts`. Commands have none. */
  readonly file: string | undefined
}

/** The code blocks under one heading, in order; a fence inside a list is found as well. */
export function codeBlocks(page: string, heading: string): CodeBlock[] {
  const start = page.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`the page has no heading “${heading}”`)
  const level = heading.slice(0, heading.indexOf(' '))
  const end = page.indexOf(`\n${level} `, start + heading.length)
  return allCodeBlocks(page.slice(start, end < 0 ? undefined : end))
}

/** Those of a whole page. */
export function allCodeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
    file: /^(?:\/\/|<!--|\/\*)\s*(src\/\S+)/.exec(text)?.[1],
  }))
}
