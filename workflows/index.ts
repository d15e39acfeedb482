/** The root of the workflow bundle: everything a worker may run. */
export { calendarChangeWorkflow, ruleSetChangeWorkflow } from './calendar-workflow';
export { caseWorkflow } from './case-workflow';
