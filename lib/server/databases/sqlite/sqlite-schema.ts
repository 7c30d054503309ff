/** The tables of the very first file, under the names that they had until change {@link NAMED_ANEW}. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rooms (room TEXT PRIMARY KEY, epoch INTEGER NOT NULL, top INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries (
    room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (room, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS entries_by_id ON entries (room, id);
  CREATE TABLE IF NOT EXISTS names (
    fold TEXT PRIMARY KEY, member TEXT NOT NULL UNIQUE, name TEXT NOT NULL, ends INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS looks (look TEXT NOT NULL, fold TEXT NOT NULL, PRIMARY KEY (look, fold)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS looks_by_fold ON looks (fold);
  CREATE TABLE IF NOT EXISTS abouts (
    room TEXT PRIMARY KEY, kind TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS admitted (room TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (room, member)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS followed (member TEXT NOT NULL, room TEXT NOT NULL, PRIMARY KEY (member, room)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS read_marks (
    member TEXT NOT NULL, room TEXT NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
    raised INTEGER NOT NULL, PRIMARY KEY (member, room)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS avatars (member TEXT PRIMARY KEY, url TEXT NOT NULL, ends INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS orders (room TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS probes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Later changes to the tables, in order. A file's `user_version` says how many of them it has had. */
export const CHANGES = [
  // Until then, every entry was a message.
  `ALTER TABLE rooms ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE entries ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0;`,
  // When somebody last wrote in a room of the directory; NULL if it is not listed. Until then, all open rooms were listed.
  `ALTER TABLE abouts ADD COLUMN written INTEGER;
   UPDATE abouts SET written = json_extract(record, '$.madeAt') WHERE kind = 'open';
   CREATE INDEX abouts_by_written ON abouts (written) WHERE written IS NOT NULL;`,
  // Whether the name belongs to somebody who goes with the node.
  'ALTER TABLE names ADD COLUMN passing INTEGER NOT NULL DEFAULT 0;',
  // Where each epoch of a room left the one before. Until then there was one epoch, which began with nothing.
  `CREATE TABLE forks (
     room TEXT NOT NULL, epoch INTEGER NOT NULL, after INTEGER NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY (room, epoch)
   ) WITHOUT ROWID;
   INSERT INTO forks SELECT room, epoch, 0, 0 FROM rooms;`,
  // How somebody was let into a private room, as JSON. Until then it was not recorded.
  'ALTER TABLE admitted ADD COLUMN how TEXT;',
  // How many bytes a room's entries have; when somebody last used a room, in a time that only passes while the node runs; and
  // when a member last asked for their list of rooms.
  `ALTER TABLE rooms ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
   UPDATE rooms SET bytes =
     (SELECT COALESCE(SUM(LENGTH(CAST(entry AS BLOB))), 0) FROM entries WHERE entries.room = rooms.room);
   ALTER TABLE abouts ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE uses_clock (id INTEGER PRIMARY KEY CHECK (id = 1), passed INTEGER NOT NULL, at INTEGER NOT NULL);
   CREATE INDEX abouts_by_used ON abouts (used);
   CREATE TABLE followers (member TEXT PRIMARY KEY, seen INTEGER NOT NULL) WITHOUT ROWID;
   INSERT INTO followers SELECT DISTINCT member, CAST(strftime('%s', 'now') AS INTEGER) * 1000 FROM followed;`,
  // Names each table after what it holds. Until then, `rooms` held the logs.
  `ALTER TABLE rooms RENAME TO logs;
   ALTER TABLE abouts RENAME TO rooms;
   DROP INDEX abouts_by_written;
   DROP INDEX abouts_by_used;
   CREATE INDEX rooms_by_written ON rooms (written) WHERE written IS NOT NULL;
   CREATE INDEX rooms_by_used ON rooms (used);
   ALTER TABLE orders RENAME TO moderation;
   ALTER TABLE followed RENAME TO my_rooms;
   ALTER TABLE followers RENAME TO my_rooms_seen;`,
] as const;

/** A file with at least this many changes has the tables of {@link SCHEMA} under other names. */
export const NAMED_ANEW = 7;
