import { type Finding, inspectToken, type Verdict } from '../auth/inspect-token.ts'
import type { App } from '../domain/app.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

/** `parley token inspect`. Without an app each app's secrets are tried. */
export async function inspectTokenCommand(
  session: Session,
  token: string,
  named: App | undefined,
): Promise<Output> {
  const { verdict, app, findings } = await inspectToken(session, token, await allApps(session), named)
  const json = { accepted: verdict.accepted, ...(app ? { api_key: app.key } : {}), verdict, findings }
  return { json, text: render(findings, verdict), exitCode: verdict.accepted ? 0 : 1 }
}

async function allApps({ store, apps }: Session): Promise<App[]> {
  const records = await store.read.listApps()
  return Promise.all(records.map(record => apps.get(record.id)))
}

function render(findings: readonly Finding[], verdict: Verdict): string {
  const width = Math.max(...findings.map(({ part }) => part.length))
  const lines = findings.map(({ part, ok, says }) => {
    const mark = ok === undefined ? ' ' : ok ? '✓' : '✗'
    return `${mark} ${part.padEnd(width)}  ${says}`
  })
  const result = verdict.accepted
    ? `accepted: ${verdict.message}`
    : `refused with code ${verdict.code}: ${verdict.message}`
  return [...lines, '', result].join('\n')
}
