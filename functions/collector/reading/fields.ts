const STRAY_PERCENT = /%(?![0-9a-f]{2})/gi;

/** The fields of a form or query. Throws URIError on what is no UTF-8: URLSearchParams would make different ids equal. */
export function readFields(text: string): (readonly [name: string, value: string])[] {
  return text
    .split('&')
    .filter((field) => field !== '')
    .map((field) => {
      const [name = '', ...value] = field.split('=');
      return [decode(name), decode(value.join('='))];
    });
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' ').replace(STRAY_PERCENT, '%25'));
}
