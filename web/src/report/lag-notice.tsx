/**
 * How far the reports are behind the cases. Reports come over Kafka a moment later; when events wait for
 * it and nothing moves from one look to the next, that is said, because then waiting does not help.
 */
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { showInstant } from '../language/dates';
import { useLanguage } from '../language/language';

type Lag = ReportSummary['lag'];

/** Behind at two looks in a row with the same oldest event and an outbox that did not shrink. */
function useIsStuck(lag: Lag): boolean {
  const [looks, setLooks] = useState<{ now: Lag; before?: Lag }>({ now: lag });
  useEffect(() => {
    setLooks(({ now }) => (now === lag ? { now } : { now: lag, before: now }));
  }, [lag]);
  const { now, before } = looks;
  if (!before || now.eventsInOutbox === 0) return false;
  return now.behindSince === before.behindSince && now.eventsInOutbox >= before.eventsInOutbox;
}

export function LagNotice({ lag }: { lag: Lag }): ReactElement {
  const { say } = useLanguage();
  const isStuck = useIsStuck(lag);
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
  const { say } = useLanguage();
  const [events, cases] = [String(lag.eventsBehind), String(lag.casesBehind)];
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
