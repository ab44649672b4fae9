import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// one of each per environment; both read their service name and level from the variables the template sets
export const logger = new Logger();
export const metrics = new Metrics({ namespace: 'Tributary' });
