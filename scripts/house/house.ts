/**
 * Which way imports go. The floors of each part are listed from the bottom up: a file may import from its own floor and from
 * those below. A folder inside a folder belongs to its floor; `.` is what is in the part itself.
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

/**
 * What each part of the product, and its simulation, may import from, beside itself. Tests, drills and benches may import
 * from all.
 */
export const PARTS = {
  'lib/chat': [],
  'lib/client': ['lib/chat'],
  'lib/server': ['lib/chat'],
  components: ['lib/chat', 'lib/client'],
  app: ['lib/chat', 'lib/client', 'components'],
  'server.ts': ['lib/server'],
  simulation: ['lib/chat', 'lib/client', 'lib/server'],
} as const satisfies Record<string, readonly string[]>;

/** A folder with more files than this no longer tells what is in it. */
export const FOLDER_MAX_FILES = 30;

/** A test may be longer, and so may a function in it, such as the body of a `describe`. */
export const FILE_MAX_LINES = 300;

/** From its first line to its last. A longer one hides a class, a part of the page, or a step with a name of its own. */
export const FUNCTION_MAX_LINES = 60;
