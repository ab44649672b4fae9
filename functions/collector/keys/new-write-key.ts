import { randomInt } from 'node:crypto';

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 25 characters that start with `c` and hold no colon: the only shape every tracking SDK accepts. */
export const newWriteKey = (): string =>
  `c${Array.from({ length: 24 }, () => characters[randomInt(characters.length)]).join('')}`;
