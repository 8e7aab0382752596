/** The part of Trusted Types that is needed here; browsers without them take any address. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string
  }
}

/**
 * Has the browser keep this page for when there is no server; false where it keeps nothing, as for pages that
 * came over plain http.
 */
export async function keepOffline(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  const folder = new URL('.', document.baseURI)
  const worker = trusted(new URL('service-worker.js', folder).href)
  // The page itself stands without the slash at its end.
  const scope = folder.pathname.replace(/\/$/, '')
  await navigator.serviceWorker.register(worker, { scope, updateViaCache: 'none' })
  await navigator.serviceWorker.ready
  return true
}

/** The one script that may be given to the browser by its address. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes
    ? trustedTypes.createPolicy('parley#worker', { createScriptURL: () => address }).createScriptURL(address)
    : address
}
