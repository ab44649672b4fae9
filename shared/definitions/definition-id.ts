import * as z from 'zod';

export const definitionIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'an id has 1 to 64 lowercase letters, digits or dashes');
