import { CLOSE_CODES, type CloseEntry, ERRORS, type ErrorEntry, type Reconnect } from '@parley/protocol'

const RECONNECT_TEXTS: Record<Reconnect, string> = {
  never: 'stop, and tell the app',
  new_token: 'ask the token provider for a new token, then connect again; with a fixed token: stop',
  backoff: 'connect again with exponential backoff and jitter, then sync',
  wait: 'wait `details.retry_after` seconds of the error frame, then connect again',
  spread: 'connect again at a random moment of the next 10 s, then sync',
}

/** docs/errors.md: every error and every close code, an anchor each by name and by number. */
export function errorsPage(): string {
  const errors = Object.entries<ErrorEntry>(ERRORS)
  const rows = errors.map(([name, error]) => errorRow(name, error))
  const closes = Object.values<CloseEntry>(CLOSE_CODES).map(closeRow)
  return `${[
    INTRODUCTION,
    '## All errors',
    '',
    '| code | name | HTTP | worth trying again |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...errors.map(([name, error]) => errorSection(name, error)),
    '## Close codes',
    '',
    'A socket that the server closes gets an error frame first, then one of these codes.',
    '',
    '| code | meaning | what a client does |',
    '|---|---|---|',
    ...closes,
  ].join('\n')}\n`
}

const anchorOfCode = (code: number): string => (code < 0 ? `code-minus-${-code}` : `code-${code}`)

const errorRow = (name: string, { code, http, retry }: ErrorEntry): string =>
  `| [${code}](#${name}) | \`${name}\` | ${http} | ${retry ? 'yes' : 'no'} |`

const closeRow = ({ code, reason, reconnect }: CloseEntry): string =>
  `| <a id="close-${code}"></a>${code} | ${reason} | ${RECONNECT_TEXTS[reconnect]} |`

const errorSection = (name: string, { code, http, title, advice }: ErrorEntry): string =>
  `<a id="${name}"></a>\n<a id="${anchorOfCode(code)}"></a>\n\n## ${code} · ${title}\n\n` +
  `\`${name}\`, HTTP ${http}.\n\n${advice}\n`

const INTRODUCTION = `# Errors

<!-- Written by \`npm run docs\` from packages/protocol/src/error-codes.ts, error-texts.ts and close-codes.ts. -->

Every failed request is answered with a JSON object, on a socket inside \`{"error": …}\`:

\`\`\`json
{
  "code": 4,
  "message": "SendMessage failed with error: \\"message.text\\" must be a string, not a number",
  "StatusCode": 400,
  "more_info": "http://127.0.0.1:8800/docs/errors#invalid_input",
  "duration": "0.42ms",
  "details": {},
  "request_id": "…"
}
\`\`\`

| field | meaning |
|---|---|
| \`code\` | the number below; programs decide by it |
| \`message\` | for people: what was wrong with this request, and what would be right |
| \`StatusCode\` | the HTTP status, again |
| \`more_info\` | the place on this page |
| \`duration\` | time spent |
| \`details\` | for programs, where there is more to say: \`fields\`, \`retry_after\`, \`reason\`, … |
| \`exception_fields\` | field → what is wrong with it, all texts |
| \`request_id\` | the same id stands in the server's log and in the header \`x-request-id\` |

In TypeScript all of them arrive as \`ChatError\` with \`code\`, \`errorName\`, \`statusCode\` and \`details\`.
`
