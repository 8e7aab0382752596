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

/**
 * Texts of letters from left to right that are shown in the wrong order: where the first character of a
 * line stands right of its last one, such as a number in front or a full stop at the end.
 */
export function reversedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const leftToRight = /[a-z]/i
    const rightToLeft = /[\u0590-\u08ff]/
    const unseen = '.parley-hidden, [aria-hidden=true], select, pre, code'
    const isRead = ({ data, parentElement }: Text) =>
      leftToRight.test(data) &&
      !rightToLeft.test(data) &&
      parentElement?.checkVisibility() === true &&
      !parentElement.closest(unseen)
    const isReversed = (text: Text) => {
      const lines = new Map<number, { first: number; last: number }>()
      for (const [index, character] of text.data.split('').entries()) {
        if (character.trim() === '') continue
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + 1)
        const { top, left } = range.getBoundingClientRect()
        lines.set(top, { first: lines.get(top)?.first ?? left, last: left })
      }
      return [...lines.values()].some(({ first, last }) => first > last)
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null)
      if (isRead(node) && isReversed(node)) found.push(node.data.trim())
    return found
  })
}
