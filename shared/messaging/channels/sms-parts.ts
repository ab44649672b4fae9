// GSM 03.38: letters of one unit, and those that take an escape and another
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';
const basic = new Set(BASIC);
const extended = new Set(EXTENDED);

// units of a message that fits one part, and of each part when there are several (the rest is the header that joins them)
const GSM = { single: 160, several: 153 };
const UCS2 = { single: 70, several: 67 };

export type SmsSize = { readonly encoding: 'GSM-7' | 'UCS-2'; readonly parts: number };

/** How many parts a text is sent and paid as. One letter outside GSM-7 makes all of it UCS-2. */
export function smsSizeOf(text: string): SmsSize {
  const letters = [...text];
  const isGsm = letters.every((letter) => basic.has(letter) || extended.has(letter));
  const units = letters.map((letter) => (isGsm ? (extended.has(letter) ? 2 : 1) : letter.length));
  const limits = isGsm ? GSM : UCS2;
  const encoding = isGsm ? 'GSM-7' : 'UCS-2';
  const total = units.reduce((sum, unit) => sum + unit, 0);
  return { encoding, parts: total <= limits.single ? 1 : countParts(units, limits.several) };
}

/** A letter of two units is never cut in half, so a part may end early. */
function countParts(units: readonly number[], limit: number): number {
  let parts = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > limit) {
      parts += 1;
      used = 0;
    }
    used += unit;
  }
  return parts;
}
