/** What the template says about an event source mapping, with AWS's defaults filled in. */
export type MappingConfig = {
  readonly id: string;
  readonly path: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly parallelizationFactor: number;
  readonly reportsItemFailures: boolean;
  readonly bisectsOnError: boolean;
  /** -1 is for ever, as in AWS. */
  readonly maximumRetryAttempts: number;
  /** -1 is for ever, as in AWS. */
  readonly maximumRecordAgeSeconds: number;
  readonly filterPatterns: readonly string[];
  readonly onFailureArn: string | undefined;
};
