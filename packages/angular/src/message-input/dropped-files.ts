/** Files that are dragged or pasted; a folder is none. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data) return []
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  if (items.length === 0) return [...data.files]
  return items.flatMap(item => {
    const isFolder = item.webkitGetAsEntry?.()?.isDirectory === true
    const file = isFolder ? null : item.getAsFile()
    return file ? [file] : []
  })
}

/** Whether a drag carries files, which may not be looked at before they are dropped. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') === true
}
