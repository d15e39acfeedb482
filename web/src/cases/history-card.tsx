/**
 * All that happened on a case, newest first. What one command caused stands together; whether the chain
 * of hashes holds is said above, as the server has just recomputed it.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Skeleton, Timeline } from 'antd';
import type { ReactElement } from 'react';
import type { HistoryEvent } from '../api/client';
import { officersQuery, useHistory } from '../api/queries';
import { showInstant } from '../language/dates';
import { fieldLabel } from '../language/field-words';
import { useLanguage } from '../language/language';
import { roleLabel } from '../language/lifecycle-words';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { eventSentences } from './event-sentences';

/** Hexadecimal digits of a hash that people compare. */
const HASH_SHOWN = 12;

interface Props {
  caseId: string;
  version: number;
}

export function HistoryCard({ caseId, version }: Props): ReactElement {
  const { say } = useLanguage();
  const history = useHistory(caseId, version);
  return (
    <Card title={say('Lịch sử', 'History')} size="small" className="history">
      {history.isPending && <Skeleton active />}
      {history.isError && <FailedQuery query={history} />}
      {history.data && (
        <>
          <ChainState isIntact={history.data.isChainIntact} />
          <Timeline
            items={momentsOf(history.data.events).map((moment) => ({
              key: moment[0]?.eventId ?? '',
              content: <Moment events={moment} />,
              color: isAlarming(moment) ? 'red' : 'blue',
            }))}
          />
        </>
      )}
    </Card>
  );
}

function ChainState({ isIntact }: { isIntact: boolean }): ReactElement {
  const { say } = useLanguage();
  return isIntact ? (
    <p className="chain-intact">
      ✓ {say('Chuỗi lịch sử toàn vẹn, vừa được kiểm tra lại.', 'The chain was just verified.')}
    </p>
  ) : (
    <Alert
      type="error"
      showIcon
      title={say(
        'Chuỗi lịch sử không khớp: có bản ghi đã bị sửa hoặc mất.',
        'The chain is broken: a record was changed or is missing.',
      )}
    />
  );
}

/** Events of one command share their instant and actor. Newest moment first, its events in order. */
function momentsOf(events: readonly HistoryEvent[]): HistoryEvent[][] {
  const moments = new Map<string, HistoryEvent[]>();
  for (const event of events) {
    const moment = `${event.at}/${event.actor.officerId}`;
    moments.set(moment, [...(moments.get(moment) ?? []), event]);
  }
  return [...moments.values()].reverse();
}

function isAlarming(events: readonly HistoryEvent[]): boolean {
  return events.some(({ type }) => type === 'DeadlineMissed' || type === 'CaseEscalated');
}

function Moment({ events }: { events: HistoryEvent[] }): ReactElement {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const first = events[0];
  return (
    <>
      {first && (
        <small className="secondary">
          <time dateTime={first.at}>{showInstant(first.at)}</time> · {first.actor.name} (
          {tell(roleLabel(lifecycle, first.actor.role))})
        </small>
      )}
      {events.map((event) => (
        <EventLines key={event.eventId} event={event} />
      ))}
    </>
  );
}

/** Its place in the chain, short enough to compare by eye; the whole hash for whoever copies it. */
function Seal({ event }: { event: HistoryEvent }): ReactElement {
  const { say } = useLanguage();
  const { sequence, hash } = event;
  return (
    <details className="seal">
      <summary>
        {say('Số', 'No.')} {sequence} · {hash.slice(0, HASH_SHOWN)}…
      </summary>
      <code>{hash}</code>
    </details>
  );
}

function EventLines({ event }: { event: HistoryEvent }): ReactElement {
  const language = useLanguage();
  const { tell } = language;
  const { lifecycle } = useSurroundings();
  const officers = useQuery(officersQuery);
  const names = new Map(officers.data?.map(({ officerId, name }) => [officerId, name]));
  const lines = eventSentences(event, { lifecycle, names, language });
  return (
    <div className="event">
      <strong>{tell(event.label)}</strong>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {Object.entries(event.words).map(([field, text]) => (
        <blockquote key={field}>
          <small className="secondary">{tell(fieldLabel(field))}</small>
          <span className="words">{text}</span>
        </blockquote>
      ))}
      <Seal event={event} />
    </div>
  );
}
