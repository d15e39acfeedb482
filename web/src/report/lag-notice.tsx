/**
 * How far the reports are behind the cases. Reports come over Kafka a moment later; when events wait for
 * it and nothing moves from one look to the next, that is said, because then waiting does not help.
 */
import { Alert } from 'antd';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { showInstant } from '../language/dates';
import { useLanguage } from '../language/language';

type Lag = ReportSummary['lag'];

interface Look {
  lag: Lag;
  /** Epoch milliseconds; the same numbers may come twice, at two looks. */
  at: number;
}

/** Behind at two looks in a row with the same oldest event and an outbox that did not shrink. */
function useIsStuck(look: Look): boolean {
  const [seen, setSeen] = useState<{ now: Look; before?: Look }>({ now: look });
  if (seen.now.at !== look.at) setSeen({ now: look, before: seen.now });
  const { lag } = look;
  const before = seen.before?.lag;
  if (!before || lag.eventsInOutbox === 0) return false;
  return lag.behindSince === before.behindSince && lag.eventsInOutbox >= before.eventsInOutbox;
}

export function LagNotice({ lag, at }: Look): ReactElement {
  const { say } = useLanguage();
  const isStuck = useIsStuck({ lag, at });
  const asOf = lag.asOf === null ? '—' : showInstant(lag.asOf);
  return (
    <div className="lag" role="status">
      {lag.eventsBehind === 0 && (
        <Alert
          type="success"
          showIcon
          title={say(
            `Số liệu đầy đủ, đến sự kiện cuối lúc ${asOf}.`,
            `Complete, up to the last event at ${asOf}.`,
          )}
        />
      )}
      {lag.eventsBehind > 0 && <Behind lag={lag} isStuck={isStuck} asOf={asOf} />}
      {lag.parked > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say(
            `${String(lag.parked)} thông điệp không đọc được đã để riêng; người quản trị cần dựng lại báo cáo.`,
            `${String(lag.parked)} messages could not be read and were parked; the reports need a rebuild.`,
          )}
        />
      )}
    </div>
  );
}

interface BehindProps {
  lag: Lag;
  isStuck: boolean;
  asOf: string;
}

function Behind({ lag, isStuck, asOf }: BehindProps): ReactElement {
  const { say, figure } = useLanguage();
  const [events, cases] = [figure(lag.eventsBehind), figure(lag.casesBehind)];
  const since = lag.behindSince === null ? '—' : showInstant(lag.behindSince);
  return (
    <Alert
      type={isStuck ? 'warning' : 'info'}
      showIcon
      title={
        isStuck
          ? say('Báo cáo đang chờ Kafka.', 'Reports are waiting for Kafka.')
          : say('Báo cáo đang cập nhật.', 'Reports are catching up.')
      }
      description={say(
        `Số liệu đến ${asOf}; còn ${events} sự kiện của ${cases} hồ sơ chưa vào báo cáo, từ ${since}.`,
        `As of ${asOf}; ${events} events of ${cases} cases are not in yet, since ${since}.`,
      )}
    />
  );
}
