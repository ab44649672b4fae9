import { arn, deployed, physicalName, type ResourceType } from '../runtime/deployment/resource-type.ts';
import { TemplateError } from '../runtime/template/unsupported.ts';
import { readDefinition } from './definition.ts';

/** AWS::StepFunctions::StateMachine, of its definition as text. */
export const stateMachine: ResourceType = {
  shape: {
    StateMachineName: 'used',
    StateMachineType: 'used',
    DefinitionString: 'used',
    RoleArn: 'used',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    properties.allow('StateMachineType', ['STANDARD']);
    const name = physicalName(resource, 'StateMachineName', services);
    const roleArn = properties.text('RoleArn');
    const definition = properties.text('DefinitionString');
    const machineArn = arn('states', `stateMachine:${name}`);
    // what a distributed map does in the name of the role
    if (readDefinition(definition).startsExecutions) {
      const need = { action: 'states:StartExecution', resource: machineArn };
      const denial = services.iam.check({ roleArn, session: 'states' }, [need]);
      if (denial !== undefined) throw new TemplateError(denial.message, path);
    }
    services.createStateMachine({ name, definition, roleArn });
    return deployed(machineArn, { Arn: machineArn, Name: name });
  },
};
