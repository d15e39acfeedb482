/**
 * How far the reports are behind the cases. Reports come over Kafka a moment later; when events have waited
 * for it too long, that is said, because then looking again does not help.
 */
import { Alert } from 'antd';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { showInstant } from '../language/dates';
import { useLanguage } from '../language/language';

type Lag = ReportSummary['lag'];

export function LagNotice({ lag }: { lag: Lag }): ReactElement {
  const { say } = useLanguage();
  return (
    <div className="lag" role="status">
      {lag.eventsBehind === 0 && (
        <Alert
          type="success"
          showIcon
          title={
            lag.asOf === null
              ? say('Chưa có hồ sơ nào để báo cáo.', 'There is no case to report on yet.')
              : say(
                  `Số liệu đầy đủ, đến sự kiện cuối lúc ${showInstant(lag.asOf)}.`,
                  `Complete, up to the last event at ${showInstant(lag.asOf)}.`,
                )
          }
        />
      )}
      {lag.eventsBehind > 0 && <Behind lag={lag} />}
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

function Behind({ lag }: { lag: Lag }): ReactElement {
  const { say, figure } = useLanguage();
  const [events, cases] = [figure(lag.eventsBehind), figure(lag.casesBehind)];
  const known =
    lag.asOf === null
      ? say('Chưa có số liệu', 'No figures yet')
      : say(`Số liệu đến ${showInstant(lag.asOf)}`, `As of ${showInstant(lag.asOf)}`);
  const since = lag.behindSince === null ? '—' : showInstant(lag.behindSince);
  return (
    <Alert
      type={lag.isWaitingForKafka ? 'warning' : 'info'}
      showIcon
      title={
        lag.isWaitingForKafka
          ? say('Báo cáo đang chờ Kafka.', 'Reports are waiting for Kafka.')
          : say('Báo cáo đang cập nhật.', 'Reports are catching up.')
      }
      description={say(
        `${known}; còn ${events} sự kiện của ${cases} hồ sơ chưa vào báo cáo, từ ${since}.`,
        `${known}; ${events} events of ${cases} cases are not in yet, since ${since}.`,
      )}
    />
  );
}
