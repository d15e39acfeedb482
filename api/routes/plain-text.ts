/** Short text that is looked for in the database, which cannot hold every character JSON and addresses can. */
import { z } from 'zod';

export function PlainText(maxLength: number): z.ZodString {
  return z
    .string()
    .max(maxLength)
    .refine((text) => !/\p{Cc}/u.test(text), { message: 'must not hold control characters' });
}
