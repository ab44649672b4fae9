import * as z from 'zod';

// each `error` completes the sentence "must be ..."

const AN_ID = '1 to 64 lowercase letters, digits or dashes';
const A_NAME = 'a text of 1 to 200 characters';

export const anId = z.string({ error: AN_ID }).regex(/^[a-z0-9-]{1,64}$/, { error: AN_ID });
export const aName = z.string({ error: A_NAME }).min(1, A_NAME).max(200, A_NAME);
/** Where a step leads; whether there is such a step is known when all are read. */
export const aTarget = z.string({ error: 'the id of a step' });
