/** The root of the workflow bundle: everything a worker may run. */
export { caseWorkflow } from './case-workflow';
