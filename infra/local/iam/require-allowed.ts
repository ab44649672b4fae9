import type { LocalServices } from '../runtime/deployment/local-services.ts';
import { TemplateError } from '../runtime/template/unsupported.ts';
import type { Need } from './policies/evaluate.ts';

type Place = { readonly services: Pick<LocalServices, 'functions' | 'iam'>; readonly path: string };

/** Throws, as Lambda refuses to make a resource, when the function's role does not allow what it will need. */
export function requireAllowed(
  functionName: string,
  needs: readonly Need[],
  { services, path }: Place,
): void {
  const { name, roleArn } = services.functions.config(functionName);
  const denial = services.iam.check({ roleArn, session: name }, needs);
  if (denial !== undefined) throw new TemplateError(denial.message, path);
}
