import { z } from 'zod';

/** Printed once a program is loaded, which takes the machine as well. */
export const BEGUN = 'begun';

/** What attackers are to do. */
export const planSchema = z.object({
  /** Names of attacks, which are made side by side. */
  names: z.array(z.string()),
  urls: z.array(z.string()),
  rooms: z.array(z.string()),
  ms: z.number(),
  /** Are the others to have the machine first? */
  isNice: z.boolean(),
});
export type Plan = z.infer<typeof planSchema>;
