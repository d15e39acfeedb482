/**
 * Lịch làm việc: every day of a year that differs from Monday to Friday, and how sure the office is of it.
 * Whoever the lifecycle table lets change the calendar is offered to; the server decides.
 */
import { Alert, Button, Card, Empty, Skeleton } from 'antd';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { Calendar } from '../api/client';
import { useCalendar } from '../api/queries';
import { todayInOffice } from '../language/dates';
import { useLanguage } from '../language/language';
import { mayGive } from '../language/lifecycle-words';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { ChangeList } from './change-list';
import { DayDrawer } from './day-drawer';
import { NEW_DAY } from './day-draft';
import type { Entry } from './day-draft';
import { DayTable } from './day-table';

/** Name in the address. */
const YEAR = 'nam';

/** The year the address asks for, else the present one. */
function useYear(): [year: number, setYear: (year: number) => void] {
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get(YEAR));
  const isYear = Number.isInteger(asked) && asked >= 1 && asked <= 9_999;
  const year = isYear ? asked : Number(todayInOffice().slice(0, 4));
  return [
    year,
    (chosen) => {
      setParams({ [YEAR]: String(chosen) }, { replace: true });
    },
  ];
}

export function CalendarPage(): ReactElement {
  const { say } = useLanguage();
  const [year, setYear] = useYear();
  const query = useCalendar(year);
  const [entry, setEntry] = useState<Entry>();
  const { session, lifecycle } = useSurroundings();
  const mayChange = mayGive(lifecycle, session.officer.role, 'ApplyCalendar');
  return (
    <>
      <PageTitle
        title={say('Lịch làm việc', 'Working calendar')}
        extra={<YearChoice year={year} onChange={setYear} />}
      />
      {query.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {query.isError && <FailedQuery query={query} />}
      {query.data && <Year calendar={query.data} {...(mayChange ? { onEnter: setEntry } : {})} />}
      <ChangeList />
      {entry && (
        <DayDrawer
          entry={entry}
          onClose={() => {
            setEntry(undefined);
          }}
        />
      )}
    </>
  );
}

interface YearProps {
  year: number;
  onChange: (year: number) => void;
}

function YearChoice({ year, onChange }: YearProps): ReactElement {
  const { say } = useLanguage();
  const button = (to: number, label: string): ReactElement => (
    <Button
      aria-label={label}
      onClick={() => {
        onChange(to);
      }}
    >
      {to}
    </Button>
  );
  return (
    <div className="years" role="group" aria-label={say('Năm', 'Year')}>
      {button(year - 1, say(`Năm trước, ${String(year - 1)}`, `Year before, ${String(year - 1)}`))}
      <strong aria-live="polite">{say(`Năm ${String(year)}`, String(year))}</strong>
      {button(year + 1, say(`Năm sau, ${String(year + 1)}`, `Year after, ${String(year + 1)}`))}
    </div>
  );
}

interface Props {
  calendar: Calendar;
  /** Absent for those who may not change the calendar. */
  onEnter?: (entry: Entry) => void;
}

function Year({ calendar, onEnter }: Props): ReactElement {
  const { say } = useLanguage();
  const { year, isKnownYear, days } = calendar;
  const open = days.filter((day) => day.status === 'unconfirmed').length;
  return (
    <>
      {!isKnownYear && <UnknownYear year={year} />}
      {open > 0 && <UnconfirmedDays count={open} />}
      <Card
        size="small"
        title={say('Ngày nghỉ và ngày làm bù', 'Days off and swapped working days')}
        extra={
          onEnter && (
            <Button
              type="primary"
              onClick={() => {
                onEnter(NEW_DAY);
              }}
            >
              {say('Thêm ngày', 'Add a day')}
            </Button>
          )
        }
      >
        {days.length === 0 ? (
          <Empty image={null} description={say('Chưa có ngày nào.', 'No days yet.')} />
        ) : (
          <DayTable days={days} {...(onEnter ? { onEnter } : {})} />
        )}
      </Card>
    </>
  );
}

function UnknownYear({ year }: { year: number }): ReactElement {
  const { say } = useLanguage();
  const named = String(year);
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={say(
        `Chưa có lịch nghỉ lễ năm ${named}.`,
        `No calendar of public holidays is published for ${named}.`,
      )}
      description={say(
        'Thời hạn rơi vào năm này chỉ tính thứ Hai đến thứ Sáu và là ngày tạm tính, cho đến khi có lịch.',
        'Deadlines in this year count Monday to Friday only and stay provisional until there is one.',
      )}
    />
  );
}

function UnconfirmedDays({ count }: { count: number }): ReactElement {
  const { say } = useLanguage();
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={say(
        `${String(count)} ngày chưa được xác nhận, đang tính như ngày làm việc.`,
        `Days not confirmed: ${String(count)}; they count as working days.`,
      )}
      description={say(
        'Khi có văn bản, quản trị hệ thống xác nhận hoặc bác bỏ; các thời hạn liên quan được tính lại.',
        'When there is a document, the administrator confirms or rejects; deadlines are then counted again.',
      )}
    />
  );
}
