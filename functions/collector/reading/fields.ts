const DATA = /(?:^|&)data=([^&]*)/;
const STRAY_PERCENT = /%(?![0-9a-f]{2})/gi;

/** The field `data` of a form or query. Throws URIError on what is no UTF-8. */
export function readData(text: string): string | undefined {
  const data = DATA.exec(text)?.[1];
  return data === undefined ? undefined : decode(data);
}

/** All fields of a query. Throws URIError on what is no UTF-8: URLSearchParams would make different ids equal. */
export function readFields(query: string): (readonly [name: string, value: string])[] {
  return query
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
