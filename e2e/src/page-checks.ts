import type { Page } from 'playwright-core'

/** Addresses in the page that a click or the page itself could follow, other than to the web, to mail and to files. */
export function dangerousAddresses(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const safe = ['http:', 'https:', 'mailto:', 'tel:', 'blob:', 'unsafe:']
    const names = ['href', 'src', 'action', 'formaction', 'data', 'poster', 'srcdoc', 'xlink:href']
    const isDangerous = (value: string) => {
      const url = URL.parse(value, location.href)
      return url !== null && !safe.includes(url.protocol) && !value.startsWith('data:image/')
    }
    return [...document.querySelectorAll('body *')].flatMap(element =>
      names
        .map(name => element.getAttribute(name) ?? '')
        .filter(isDangerous)
        .map(value => `<${element.localName}> ${value}`),
    )
  })
}

/** Attributes of the page that would run a script. */
export function eventAttributes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap(element =>
      element.getAttributeNames().filter(name => name.startsWith('on')),
    ),
  )
}

/** How many pixels the page, or what is in it and shown, is wider than the window. */
export function overflowX(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}
