import type Database from 'libsql';

export type SqliteDatabase = InstanceType<typeof Database>;
