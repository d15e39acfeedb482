/** The workflows that are shipped, in a bundle that knows one rule set more. */
import './next-rule-set';

export * from '../../workflows';
