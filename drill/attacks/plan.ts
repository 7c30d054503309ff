import { z } from 'zod';

/** Printed once a program is loaded, because loading uses the machine as well. */
export const BEGUN = 'begun';

/** What attackers are to do. */
export const planSchema = z.object({
  /** Names of attacks, which run side by side. */
  names: z.array(z.string()),
  urls: z.array(z.string()),
  rooms: z.array(z.string()),
  ms: z.number(),
  /** Whether others have priority on the machine. */
  isNice: z.boolean(),
});
export type Plan = z.infer<typeof planSchema>;
