import { z } from 'zod';

/** Where an entry stands in its room. `seq` runs from 1 without holes; `epoch` names the history it belongs to. */
export interface Position {
  readonly epoch: number;
  readonly seq: number;
}

/** The position before the first entry of a room that has never had one. */
export const START: Position = { epoch: 0, seq: 0 };

export const positionSchema = z.strictObject({
  epoch: z.int().min(0),
  seq: z.int().min(0),
});

/** Who wrote an entry, as they were called at that moment. */
export const authorSchema = z.object({ id: z.string(), name: z.string() });
export type Author = z.infer<typeof authorSchema>;

const postedSchema = z.object({
  kind: z.literal('posted'),
  /** `AUTHOR:KEY`, see {@link entryId}. */
  id: z.string(),
  author: authorSchema,
  text: z.string(),
  /** When the node accepted it, in milliseconds since 1970. */
  at: z.int(),
});

/** One item of a room's log. Its position is not inside it: a {@link Frame} says where its first entry stands. */
export const entrySchema = z.discriminatedUnion('kind', [postedSchema]);
export type Entry = z.infer<typeof entrySchema>;
export type Posted = z.infer<typeof postedSchema>;

/**
 * The id of an entry: the client chooses the key before it sends, the server puts the author in front,
 * so that an id can be neither forged nor squatted.
 */
export const entryId = (authorId: string, key: string): string => `${authorId}:${key}`;
