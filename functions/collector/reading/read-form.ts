import { Refusal } from '../refusal.ts';
import { type Body, bodyOfData, isJson } from './body.ts';
import { readData } from './fields.ts';

type Form = { readonly text: string; readonly contentType: string };

/** How to find the field `data` in each kind of form. */
const forms = new Map<string, (form: Form) => Promise<string | undefined>>([
  ['application/x-www-form-urlencoded', dataOfFields],
  ['multipart/form-data', dataOfParts],
]);

/** The JSON in the field `data` of a form; a body that is no form is left as it is, whatever its Content-Type. */
export async function readForm(body: Body, contentType = ''): Promise<Body | Refusal> {
  const [type = ''] = contentType.split(';');
  const dataOf = forms.get(type.trim().toLowerCase());
  if (dataOf === undefined || isJson(body.text)) return body;
  try {
    const data = await dataOf({ text: body.text, contentType });
    return data === undefined ? body : bodyOfData(data);
  } catch {
    return new Refusal(400, 'invalid_form', 'the body is not the form in UTF-8 that Content-Type says it is');
  }
}

async function dataOfFields({ text }: Form): Promise<string | undefined> {
  return readData(text);
}

async function dataOfParts({ text, contentType }: Form): Promise<string | undefined> {
  const form = await new Response(text, { headers: { 'content-type': contentType } }).formData();
  const data = form.get('data') ?? undefined;
  return typeof data === 'object' ? data.text() : data;
}
