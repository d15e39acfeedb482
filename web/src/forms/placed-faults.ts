/** Puts the faults a server named at the fields of a form they are about. */
import type { FormInstance } from 'antd';
import { useEffect, useMemo } from 'react';
import type { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { fieldFaults } from './form-fields';
import type { FormField } from './form-fields';

interface Place {
  /** Must be the same array at every drawing. */
  fields: readonly Pick<FormField, 'path'>[];
  /** Where the data stands in the request: `body` or `body.data`. */
  prefix: string;
}

/** Whether any fault has a field of its own; the rest must be said elsewhere. */
export function usePlacedFaults<T>(
  form: FormInstance<T>,
  problem: Problem | undefined,
  { fields, prefix }: Place,
): boolean {
  const { tell } = useLanguage();
  const faults = useMemo(
    () => (problem ? fieldFaults(problem, fields, prefix) : []),
    [problem, fields, prefix],
  );
  useEffect(() => {
    const placed = faults.map(({ name, errors }) => ({ name, errors: errors.map(tell) }));
    // The names are those of the form's own fields, which its type cannot know.
    form.setFields(placed as Parameters<typeof form.setFields>[0]);
  }, [faults, form, tell]);
  return faults.length > 0;
}
