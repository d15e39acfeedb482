/** The numbers a chair asks for first. */
import { Card, Statistic } from 'antd';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { useLanguage } from '../language/language';
import { SOON_DAYS } from '../parts/due-tag';
import { sumOf } from './report-numbers';

export function ReportFigures({ summary }: { summary: ReportSummary }): ReactElement {
  const { say, figure } = useLanguage();
  const soon = String(SOON_DAYS);
  const figures: [title: string, value: number][] = [
    [say('Đang giải quyết', 'Open'), summary.open],
    [say('Tiếp nhận trong kỳ', 'Received'), sumOf(summary, 'received')],
    [say('Ra quyết định trong kỳ', 'Decided'), sumOf(summary, 'decided')],
    [say('Đang quá hạn', 'Overdue'), summary.breachesTotal],
    [say(`Hết hạn trong ${soon} ngày`, `Due in ${soon} days`), summary.dueSoonTotal],
  ];
  return (
    <div className="figures">
      <OnTimeFigure summary={summary} />
      {figures.map(([title, value]) => (
        <Card key={title} size="small">
          <Statistic title={title} value={figure(value)} />
        </Card>
      ))}
    </div>
  );
}

function OnTimeFigure({ summary }: { summary: ReportSummary }): ReactElement {
  const { say, tell, figure } = useLanguage();
  const { rate, settled, onTime, goal } = summary.onTime;
  const isBelow = rate !== null && goal !== null && rate < goal.percent;
  const title = say('Tỷ lệ đúng hạn', 'On time');
  const shown = rate === null ? '—' : `${figure(rate)} %`;
  return (
    <Card size="small">
      <Statistic title={title} value={shown} className={isBelow ? 'below-goal' : ''} />
      <small className="secondary">
        {say(
          `${figure(onTime)} trong ${figure(settled)} thời hạn`,
          `${figure(onTime)} of ${figure(settled)} deadlines`,
        )}
      </small>
      {goal && (
        <small className="secondary">
          {say('mục tiêu', 'goal')} {goal.percent} %
          {isBelow && ` · ${say('chưa đạt', 'not reached')}`} ({tell(goal.basis)})
        </small>
      )}
    </Card>
  );
}
