/** Thrown while nobody knows whether a message went out; the step comes back when feedback has had its time. */
export class SendUnsettled extends Error {
  // Step Functions matches on the name, which minifiers rename
  override name = 'SendUnsettled' as const;

  constructor(sendId: string, options?: ErrorOptions) {
    super(`whether ${sendId} went out is not known yet`, options);
  }
}
