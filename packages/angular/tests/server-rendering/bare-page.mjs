/**
 * A node of a page that has no DOM. It is called so since Angular takes no other class for a node
 * where `Node` does not exist.
 */
export class WebWorkerRenderNode {
  attributes = {}
  children = []
  parentNode = null

  constructor(name, text = '') {
    this.name = name
    this.text = text
  }

  get nextSibling() {
    const all = this.parentNode?.children ?? []
    return all[all.indexOf(this) + 1] ?? null
  }

  place(node, before) {
    node.remove()
    this.children.splice(before ? this.children.indexOf(before) : this.children.length, 0, node)
    node.parentNode = this
  }

  remove() {
    const all = this.parentNode?.children
    all?.splice(all.indexOf(this), 1)
    this.parentNode = null
  }

  toString() {
    if (this.name === undefined) return this.text
    if (this.name === '!') return ''
    const attributes = Object.entries(this.attributes).map(([name, value]) => ` ${name}="${value}"`)
    return `<${this.name}${attributes.join('')}>${this.children.join('')}</${this.name}>`
  }
}

/** What Angular draws with: it knows no more of the page than these nodes. */
const renderer = {
  data: {},
  destroyNode: null,
  destroy() {},
  createElement: name => new WebWorkerRenderNode(name),
  createComment: () => new WebWorkerRenderNode('!'),
  createText: text => new WebWorkerRenderNode(undefined, text),
  appendChild: (parent, node) => parent.place(node),
  insertBefore: (parent, node, before) => parent?.place(node, before),
  removeChild: (_parent, node) => node.remove(),
  selectRootElement: node => node,
  parentNode: node => node.parentNode,
  nextSibling: node => node.nextSibling,
  setAttribute: (node, name, value) => {
    node.attributes[name] = value
  },
  removeAttribute: (node, name) => {
    delete node.attributes[name]
  },
  addClass: (node, name) => {
    node.attributes.class = `${node.attributes.class ?? ''} ${name}`.trim()
  },
  removeClass: (node, name) => {
    const names = node.attributes.class?.split(' ') ?? []
    if (names.includes(name)) node.attributes.class = names.filter(each => each !== name).join(' ')
  },
  setStyle() {},
  removeStyle() {},
  setProperty() {},
  setValue: (node, text) => {
    node.text = text
  },
  listen: () => () => undefined,
}

export const rendererFactory = { createRenderer: () => renderer }
