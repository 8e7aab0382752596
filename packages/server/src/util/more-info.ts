/** Page of the error texts, one anchor per error name; relative to the server's own address. */
export const MORE_INFO_BASE = '/docs/errors'
