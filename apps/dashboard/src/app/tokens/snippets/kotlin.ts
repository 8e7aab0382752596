import type { Snippet, SnippetFacts } from './snippet'

const LIBRARY = '// build.gradle.kts: implementation("com.squareup.okhttp3:okhttp:4.12.0")'

export function kotlinSnippet(facts: SnippetFacts): Snippet {
  const note = `Plain OkHttp; any WebSocket will do.${emulatorHint(facts.baseUrl)}`
  return { label: 'Kotlin', code: facts.userId === undefined ? call(facts) : connect(facts), note }
}

function connect({ apiKey, baseUrl, token }: SnippetFacts): string {
  return `import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener

${LIBRARY}
const val API_KEY = "${apiKey}"
const val TOKEN = "${token}"

fun main() {
    val request = Request.Builder().url("${baseUrl.replace(/^http/, 'ws')}/connect").build()
    val socket = OkHttpClient().newWebSocket(request, object : WebSocketListener() {
        // The token goes in a frame: addresses end up in access logs.
        override fun onOpen(webSocket: WebSocket, response: Response) {
            webSocket.send("""{"type": "auth", "api_key": "$API_KEY", "authorization": "$TOKEN"}""")
        }

        // The first is a health.check with connection_id and me: connected. Or an error, which says why not.
        override fun onMessage(webSocket: WebSocket, text: String) = println(text)
    })
    while (true) {
        Thread.sleep(25_000)
        socket.send("""{"type": "health.check"}""") // a sign of life
    }
}`
}

function call({ apiKey, baseUrl, token }: SnippetFacts): string {
  return `import okhttp3.OkHttpClient
import okhttp3.Request

${LIBRARY}
fun main() {
    val request = Request.Builder()
        .url("${baseUrl}/app?api_key=${apiKey}")
        .header("Authorization", "${token}")
        .header("Stream-Auth-Type", "jwt")
        .build()
    OkHttpClient().newCall(request).execute().use { println(it.body?.string()) }
}`
}

function emulatorHint(baseUrl: string): string {
  const isOwnMachine = /\/\/(localhost|127\.0\.0\.1)\b/.test(baseUrl)
  return isOwnMachine ? ' In the Android emulator your machine is 10.0.2.2.' : ''
}
