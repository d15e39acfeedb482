/** The one way a failure is shown: what happened, its code, the number to quote when asking for help. */
import { Alert, Button } from 'antd';
import type { ReactElement } from 'react';
import { problemOf } from '../api/problem';
import type { Problem } from '../api/problem';
import { faultWords } from '../forms/fault-words';
import { useLanguage } from '../language/language';

interface Props {
  problem: Problem;
  onRetry?: () => void;
  /** The faults stand at their fields already, or there is only one field. */
  hidesFaults?: boolean;
}

export function ProblemAlert({ problem, onRetry, hidesFaults = false }: Props): ReactElement {
  const { say, tell } = useLanguage();
  const faults = hidesFaults ? [] : (problem.errors ?? []);
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={tell(problem.details)}
      description={
        <>
          {faults.length > 0 && (
            <ul>
              {faults.map((fault) => (
                <li key={fault.path}>
                  <code>{fault.path}</code>: {tell(faultWords(fault, problem))}
                </li>
              ))}
            </ul>
          )}
          <p className="problem-code">
            {say('Mã lỗi', 'Code')}: <code>{problem.code}</code>
            {problem.instance !== undefined && (
              <>
                {' · '}
                {say('Số yêu cầu', 'Request')}: <code>{problem.instance}</code>
              </>
            )}
          </p>
        </>
      }
      {...(onRetry
        ? { action: <Button onClick={onRetry}>{say('Thử lại', 'Try again')}</Button> }
        : {})}
    />
  );
}

/** A query that failed, with a button that asks again. */
export function FailedQuery({
  query,
}: {
  query: { error: unknown; refetch: () => unknown };
}): ReactElement {
  return <ProblemAlert problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
}
