import { z } from 'zod';

export const originSchema = z
  .string()
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: ({ input }) => `"${input}" is no origin; write it as https://chat.example.com, without a path`,
  });

export const commaList = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );
