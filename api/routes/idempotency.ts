/** The header that makes a request safe to send again. */
import { z } from 'zod';

export const IdempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .describe('Same key, same content, same outcome, however often it is sent; a UUID is best.'),
});
