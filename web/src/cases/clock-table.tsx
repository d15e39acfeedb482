/** Every clock of a case with its date, its basis in law and every doubt about it. */
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { certificateAddress } from '../api/client';
import type { Clock } from '../api/client';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Label } from '../language/language';
import { DataTable } from '../parts/data-table';
import { Flags, OtherDates } from '../parts/doubts';
import { DueTag, MissedTag } from '../parts/due-tag';

const STATUS_LABELS: Record<Clock['status'], Label> = {
  running: { vi: 'Đang tính', en: 'Running' },
  paused: { vi: 'Tạm dừng', en: 'Paused' },
  met: { vi: 'Đã hoàn thành', en: 'Done' },
  dropped: { vi: 'Không còn áp dụng', en: 'No longer applies' },
};

interface Props {
  caseId: string;
  clocks: Clock[];
}

export function ClockTable({ caseId, clocks }: Props): ReactElement {
  const { say, tell } = useLanguage();
  return (
    <DataTable
      caption={say('Thời hạn', 'Deadlines')}
      rows={clocks}
      rowKey={({ clock }) => clock}
      columns={[
        {
          title: say('Thời hạn', 'Deadline'),
          cell: ({ label, startedOn }) => (
            <>
              <strong>{tell(label)}</strong>
              <small className="secondary">
                {say('tính từ', 'from')} {showDate(startedOn)}
              </small>
            </>
          ),
        },
        { title: say('Hết hạn', 'Due'), cell: (clock) => <DueDate clock={clock} /> },
        { title: say('Tình trạng', 'Status'), cell: (clock) => <Standing clock={clock} /> },
        { title: say('Căn cứ', 'Basis'), cell: (clock) => <Basis clock={clock} /> },
        {
          title: say('Giấy giải thích', 'Certificate'),
          cell: (clock) => <CertificateLinks caseId={caseId} clock={clock} />,
        },
      ]}
    />
  );
}

function DueDate({ clock }: { clock: Clock }): ReactElement {
  const { dueOn, daysLeft, status } = clock;
  if (dueOn === null) return <>—</>;
  const isRunning = status === 'running' && daysLeft !== null;
  return (
    <>
      {isRunning ? (
        <DueTag dueOn={dueOn} daysLeft={daysLeft} />
      ) : (
        <time dateTime={dueOn}>{showDate(dueOn)}</time>
      )}
      <OtherDates {...clock} />
    </>
  );
}

function Standing({ clock }: { clock: Clock }): ReactElement {
  const { say, tell } = useLanguage();
  const color = clock.isOverdue ? 'error' : clock.status === 'running' ? 'blue' : 'default';
  return (
    <div className="tags">
      <Tag color={color}>{tell(STATUS_LABELS[clock.status])}</Tag>
      {clock.isMissed && <MissedTag />}
      {clock.isInternal && <Tag variant="outlined">{say('Mốc nội bộ', 'Internal')}</Tag>}
      {!clock.isFinal && clock.status === 'running' && (
        <Tag color="warning">{say('Ngày có thể thay đổi', 'Date may change')}</Tag>
      )}
    </div>
  );
}

function Basis({ clock }: { clock: Clock }): ReactElement {
  const { tell } = useLanguage();
  return (
    <>
      <span className="basis">{tell(clock.basis)}</span>
      <small className="secondary">{clock.ruleId}</small>
      <Flags flags={clock.flags} />
    </>
  );
}

/** How this date was counted, day by day, for whoever doubts it. */
function CertificateLinks({ caseId, clock }: { caseId: string; clock: Clock }): ReactElement {
  const { say, tell } = useLanguage();
  const view = say('Xem, in', 'View, print');
  const title = say('Giấy giải thích thời hạn', 'Deadline certificate');
  const named = (what: string): string => `${what}: ${title}, ${tell(clock.label)}`;
  return (
    <div className="tags">
      <a
        href={certificateAddress(caseId, clock.clock, 'html')}
        target="_blank"
        rel="noreferrer"
        aria-label={named(view)}
      >
        {view}
      </a>
      <a
        href={certificateAddress(caseId, clock.clock, 'json')}
        download={`${clock.clock}.json`}
        aria-label={named('JSON')}
      >
        JSON
      </a>
    </div>
  );
}
