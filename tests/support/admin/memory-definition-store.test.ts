import { definitionStoreContract } from './definition-store-contract.ts';
import { memoryDefinitionStore } from './memory-definition-store.ts';

definitionStoreContract('in memory', async () => memoryDefinitionStore());
