/** What a draft would do to the office's cases, shown while the server counts: nothing is recorded yet. */
import { Alert, Progress, Tag } from 'antd';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { problemOf } from '../api/problem';
import { EFFECTS } from '../api/what-if';
import type { ClockChange, Draft, Effect, Progress as TrialStep, Summary } from '../api/what-if';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Label } from '../language/language';
import { clockLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import { ProblemAlert } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { LISTED_CHANGES, useTrial } from './trial';

const EFFECT_LABELS: Record<Effect, Label & { color: string }> = {
  becomes_late: { vi: 'Thành quá hạn', en: 'Become late', color: 'error' },
  becomes_timely: { vi: 'Trở lại đúng hạn', en: 'Become timely', color: 'success' },
  moves: { vi: 'Đổi ngày hết hạn', en: 'Move', color: 'blue' },
  refused: { vi: 'Không tính được nữa', en: 'Can no longer be counted', color: 'error' },
  appears: { vi: 'Phát sinh thời hạn', en: 'Appear', color: 'default' },
  disappears: { vi: 'Không còn thời hạn', en: 'Disappear', color: 'default' },
};

/** `draft` must be the same object at every drawing, or it is tried again. */
export function Impact({ draft }: { draft: Draft }): ReactElement {
  const { say } = useLanguage();
  const { progress, changes, summary, error } = useTrial(draft);
  return (
    <section className="impact" aria-label={say('Tác động', 'Impact')}>
      <h2>{say('Tác động đến hồ sơ', 'Impact on cases')}</h2>
      {error === undefined ? (
        <TrialProgress progress={progress} isDone={summary !== undefined} />
      ) : (
        <ProblemAlert problem={problemOf(error)} />
      )}
      {summary && <Counts summary={summary} />}
      {changes.length > 0 && <Changes changes={changes} />}
    </section>
  );
}

interface ProgressProps {
  progress: TrialStep | undefined;
  isDone: boolean;
}

function TrialProgress({ progress, isDone }: ProgressProps): ReactElement {
  const { say, figure } = useLanguage();
  const { cases, of } = progress ?? { cases: 0, of: 0 };
  const percent = isDone ? 100 : Math.min(100, Math.floor((100 * cases) / Math.max(of, 1)));
  return (
    <div role="status">
      <Progress
        percent={percent}
        status={isDone ? 'success' : 'active'}
        aria-label={say('Tiến độ tính thử', 'Progress of the trial')}
      />
      {say(`Đã tính thử ${figure(cases)} hồ sơ.`, `Cases tried: ${figure(cases)}.`)}
    </div>
  );
}

function Counts({ summary }: { summary: Summary }): ReactElement {
  const { say, tell, figure } = useLanguage();
  const { open, closed, casesTouched } = summary;
  if (casesTouched === 0) {
    return (
      <Alert
        type="info"
        showIcon
        title={say('Không hồ sơ nào bị ảnh hưởng.', 'No case is touched.')}
      />
    );
  }
  return (
    <DataTable
      caption={say('Số thời hạn bị ảnh hưởng', 'Deadlines touched')}
      rows={EFFECTS.filter((effect) => open[effect] + closed[effect] > 0)}
      rowKey={(effect) => effect}
      isNarrow
      columns={[
        { title: say('Tác động', 'Effect'), cell: (effect) => tell(EFFECT_LABELS[effect]) },
        { title: say('Hồ sơ đang mở', 'Open cases'), cell: (effect) => figure(open[effect]) },
        {
          title: say('Hồ sơ đã kết thúc', 'Closed cases'),
          cell: (effect) => figure(closed[effect]),
        },
      ]}
    />
  );
}

function Changes({ changes }: { changes: readonly ClockChange[] }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const order = (change: ClockChange): number => EFFECTS.indexOf(change.effect);
  const rows = [...changes].sort((one, other) => order(one) - order(other));
  const limit = String(LISTED_CHANGES);
  return (
    <>
      <DataTable
        caption={say('Thời hạn bị ảnh hưởng', 'Deadlines touched, one by one')}
        rows={rows}
        rowKey={({ caseId, clock }) => `${caseId}/${clock}`}
        columns={[
          {
            title: say('Số hồ sơ', 'Reference'),
            cell: ({ caseId, reference, isOpenCase }) => (
              <>
                <Link to={`/ho-so/${caseId}`} target="_blank">
                  {reference}
                </Link>
                {!isOpenCase && <small className="secondary">{say('đã kết thúc', 'closed')}</small>}
              </>
            ),
          },
          {
            title: say('Thời hạn', 'Deadline'),
            cell: ({ clock }) => tell(clockLabel(lifecycle, clock)),
          },
          { title: say('Hết hạn', 'Due'), cell: (change) => <Move change={change} /> },
          {
            title: say('Tác động', 'Effect'),
            cell: ({ effect }) => (
              <Tag color={EFFECT_LABELS[effect].color}>{tell(EFFECT_LABELS[effect])}</Tag>
            ),
          },
        ]}
      />
      {changes.length >= LISTED_CHANGES && (
        <p className="secondary">
          {say(`Chỉ liệt kê ${limit} thời hạn đầu tiên.`, `Only the first ${limit} are listed.`)}
        </p>
      )}
    </>
  );
}

function Move({ change }: { change: ClockChange }): ReactElement {
  const shown = (due: ClockChange['before']): string =>
    due?.dueOn == null ? '—' : showDate(due.dueOn);
  return (
    <>
      {shown(change.before)} → <strong>{shown(change.after)}</strong>
    </>
  );
}
