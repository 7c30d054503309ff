/**
 * Which way imports go. Of each part the floors stand below each other, the lowest first: a file imports from its own floor
 * and from those below. A folder within a folder belongs to its floor; `.` is what lies in the part itself.
 */
export const FLOORS = {
  'lib/server': [
    'config',
    'databases',
    'limits',
    'names',
    'identity',
    'records',
    'log',
    'feeds',
    'members',
    'presence',
    'rooms',
    'moderation',
    'live-rooms',
    'admission',
    'process',
    'stores',
    'http',
    'handlers',
    'gateway',
    '.',
  ],
  'lib/client': ['environment', 'wire', 'state', 'texts', 'self', 'outbox', 'room', 'rooms', 'page', '.'],
  components: ['ui', 'page', 'moderation', 'members', 'composer', 'messages', 'rooms', 'room'],
} as const satisfies Record<string, readonly string[]>;

/** What each part of the product may import from, beside itself. Tests, drills and benches may from all. */
export const PARTS = {
  'lib/chat': [],
  'lib/client': ['lib/chat'],
  'lib/server': ['lib/chat'],
  components: ['lib/chat', 'lib/client'],
  app: ['lib/chat', 'lib/client', 'components'],
  'server.ts': ['lib/server'],
} as const satisfies Record<string, readonly string[]>;

/** Fuller than this, and a folder does not tell what is in it. */
export const FOLDER_MAX_FILES = 30;
