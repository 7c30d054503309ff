import { z } from 'zod';
import '@/lib/chat/without-eval';

/** Lone halves of surrogate pairs cannot be stored as UTF-8: refused, not repaired. */
export const textSchema = z.string().refine((value) => value.isWellFormed(), 'has a lone surrogate');

/** Chosen by the client, unique among its own: 8 to 64 letters, digits, `-` and `_`. */
export const keySchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
