import { z } from 'zod';

export const originSchema = z
  .string()
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: ({ input }) => `"${input}" is not an origin; write it as https://chat.example.com, without a path`,
  });

/** A star would widen a directive, `;` would end it, and policies do not support IPv6 hosts. */
const isPolicyHost = (origin: string): boolean => /^[a-z0-9.-]+$/.test(new URL(origin).hostname);

/** An origin that a content security policy takes as that origin and nothing else. */
export const policyOriginSchema = originSchema.pipe(
  z.string().refine(isPolicyHost, {
    error: ({ input }) =>
      `has "${input}": a content security policy takes hosts of letters, digits, dots and dashes only`,
  }),
);

export const commaList = z
  .string()
  .default('')
  .refine((list) => list === '' || /[^\s,]/.test(list), 'has nothing between its commas')
  .transform((list) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );
