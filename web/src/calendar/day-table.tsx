/** The exceptional days of a year, each with the document behind it and how far that is trusted. */
import { Button, Tag } from 'antd';
import type { ReactElement } from 'react';
import type { CalendarDay } from '../api/client';
import { showDate, showInstant } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Label } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { useSurroundings } from '../session/frame';
import type { Entry } from './day-draft';

const STATUS_LABELS: Record<CalendarDay['status'], Label & { color: string }> = {
  confirmed: { vi: 'Đã xác nhận', en: 'Confirmed', color: 'success' },
  unconfirmed: { vi: 'Chưa xác nhận', en: 'Not confirmed', color: 'warning' },
  rejected: { vi: 'Đã bác bỏ', en: 'Rejected', color: 'default' },
};

/** A week from Monday 2024-01-01, only for the names of its days. */
const MONDAY = Date.UTC(2024, 0, 1);
const MS_PER_DAY = 86_400_000;

interface Props {
  days: readonly CalendarDay[];
  onEnter?: (entry: Entry) => void;
}

export function DayTable({ days, onEnter }: Props): ReactElement {
  const { say } = useLanguage();
  const actions: Column<CalendarDay>[] = onEnter
    ? [
        {
          title: say('Thao tác', 'Actions'),
          cell: (day) => <Actions day={day} onEnter={onEnter} />,
        },
      ]
    : [];
  return (
    <DataTable
      caption={say('Ngày nghỉ và ngày làm bù', 'Days off and swapped working days')}
      rows={days}
      rowKey={({ date }) => date}
      columns={[
        { title: say('Ngày', 'Date'), cell: (day) => <DateCell day={day} /> },
        { title: say('Nội dung', 'What it is'), cell: (day) => <KindCell day={day} /> },
        { title: say('Tình trạng', 'Status'), cell: (day) => <StatusCell day={day} /> },
        { title: say('Văn bản', 'Document'), cell: (day) => <DocumentCell day={day} /> },
        ...actions,
      ]}
    />
  );
}

function DateCell({ day }: { day: CalendarDay }): ReactElement {
  const { say, language } = useLanguage();
  const weekdays = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (
    <>
      <time dateTime={day.date}>
        <strong>{showDate(day.date)}</strong>
      </time>
      <small className="secondary">
        {weekdays.format(MONDAY + (day.weekday - 1) * MS_PER_DAY)} ·{' '}
        {day.isWorking ? say('làm việc', 'working day') : say('nghỉ', 'day off')}
      </small>
    </>
  );
}

function KindCell({ day }: { day: CalendarDay }): ReactElement {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  return (
    <>
      {day.name}
      <small className="secondary">
        {tell(codeLabel(lifecycle, 'CalendarDay.kind', day.kind))}
      </small>
    </>
  );
}

function StatusCell({ day }: { day: CalendarDay }): ReactElement {
  const { say, tell } = useLanguage();
  const status = STATUS_LABELS[day.status];
  const { isOfficeDay, changedBy, changedAt } = day;
  return (
    <div className="tags">
      <Tag color={status.color}>{tell(status)}</Tag>
      {isOfficeDay && <Tag variant="outlined">{say('Lịch đơn vị', 'Office')}</Tag>}
      {changedBy && changedAt !== null && (
        <small className="secondary">
          {changedBy.name}, {showInstant(changedAt)}
        </small>
      )}
    </div>
  );
}

function DocumentCell({ day }: { day: CalendarDay }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const { title, confidence } = day.document;
  return (
    <>
      {title}
      <small className={confidence === 'primary_mirror' ? 'secondary' : 'doubt'}>
        {tell(codeLabel(lifecycle, 'confidence', confidence))}
        {' · '}
        {say('biết từ', 'known since')} {showDate(day.knownOn)}
      </small>
    </>
  );
}

/** What is not confirmed waits for a decision; what is confirmed may be taken back. */
function Actions({ day, onEnter }: Required<Pick<Props, 'onEnter'>> & { day: CalendarDay }) {
  const { say } = useLanguage();
  const button = (status: Entry['status'], label: string): ReactElement => (
    <Button
      size="small"
      aria-label={`${label} ${showDate(day.date)}`}
      onClick={() => {
        onEnter({ status, day });
      }}
    >
      {label}
    </Button>
  );
  return (
    <div className="tags">
      {day.status !== 'confirmed' && button('confirmed', say('Xác nhận', 'Confirm'))}
      {day.status !== 'rejected' && button('rejected', say('Bác bỏ', 'Reject'))}
    </div>
  );
}
