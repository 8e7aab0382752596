import { describe, expect, test } from 'bun:test'
import { checkUpload, maxUploadBytes, safeFileName } from './files.ts'

const claims = (fileName: string, sniffedType?: string, contentType?: string) => ({
  fileName,
  sniffedType,
  contentType,
})

describe('an upload', () => {
  test('is kept as what it is', () => {
    expect(checkUpload('file', {}, claims('notes.txt'))).toBe('text/plain')
    expect(checkUpload('file', {}, claims('a.docx', 'application/zip'))).toContain('wordprocessingml')
    expect(checkUpload('image', {}, claims('photo.png', 'image/jpeg', 'image/png'))).toBe('image/jpeg')
    expect(checkUpload('file', {}, claims('data'))).toBe('application/octet-stream')
    expect(checkUpload('file', {}, claims('data', undefined, 'model/stl; x=1'))).toBe('model/stl')
    expect(checkUpload('file', {}, claims('page.txt', 'text/html'))).toBe('text/html')
  })

  test('that is not what it says is refused', () => {
    const lies = [
      claims('photo.png', 'text/html'),
      claims('photo.png'),
      claims('photo.png', 'application/zip'),
      claims('photo', 'application/x-msdownload', 'image/png'),
      claims('report.pdf', 'application/x-msdownload'),
      claims('notes.txt', 'application/x-elf'),
      claims('song.mp3', 'image/png'),
      claims('page.html', 'application/pdf'),
    ]
    for (const lie of lies) expect(() => checkUpload('file', {}, lie)).toThrow(/^file is (called|sent as)/)
    expect(() => checkUpload('image', {}, claims('notes.txt'))).toThrow('must be an image')
    expect(() => checkUpload('image', {}, claims('scan', 'image/tiff'))).toThrow('must be an image')
  })

  test('keeps to the app’s rules', () => {
    const png = claims('a.PNG', 'image/png')
    const kept = (config: object) => checkUpload('file', config, png)
    expect(kept({ allowed_file_extensions: ['.png', 'jpg'], allowed_mime_types: ['image/*'] })).toBe(
      'image/png',
    )
    expect(() => kept({ allowed_file_extensions: ['jpg'] })).toThrow('takes .jpg')
    expect(() => kept({ blocked_file_extensions: ['.png'] })).toThrow('does not take')
    expect(() => kept({ allowed_mime_types: ['image/jpeg'] })).toThrow('takes image/jpeg')
    expect(() => kept({ blocked_mime_types: ['IMAGE/*'] })).toThrow('does not take')
    expect(maxUploadBytes({ size_limit: 0 })).toBe(104_857_600)
    expect(maxUploadBytes({ size_limit: 10 })).toBe(10)
  })
})

test('a name is made safe and stays recognisable', () => {
  const names: Record<string, string> = {
    'helloworld.txt': 'helloworld.txt',
    'C:\\Users\\me\\Año 2026.png': 'Año_2026.png',
    '../../etc/passwd': 'passwd',
    '.htaccess': 'htaccess',
    'a"b\r\nX: y;.png': 'a_b_X_y_.png',
    '': 'file',
    '...': 'file',
  }
  for (const [given, safe] of Object.entries(names)) expect(safeFileName(given)).toBe(safe)
  expect(safeFileName(`${'x'.repeat(500)}.jpeg`)).toMatch(/^x{190,}\.jpeg$/)
})
