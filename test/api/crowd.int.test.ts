/** Many commands on one case at the same moment: more than Temporal lets a case have in flight. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { workflowIdOf } from '../../domain/names';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';
import { testStack } from '../support/stack';

const COMMANDS = 40;

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

/** Names of the local activities in a case's history. */
async function activitiesOf(caseId: string): Promise<string[]> {
  const { temporalAddress: address, temporalNamespace: namespace } = testStack();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const { events = [] } = await client.workflow.getHandle(workflowIdOf(caseId)).fetchHistory();
  await connection.close();
  return (events ?? []).flatMap(({ markerRecordedEventAttributes: marker }) => {
    const data = marker?.details?.data?.payloads?.[0]?.data;
    if (!data) return [];
    return [(JSON.parse(Buffer.from(data).toString()) as { activity_type: string }).activity_type];
  });
}

it('records each of forty once, and loses no work that was in hand', async () => {
  const { body: current } = await office.receive();
  const { caseId } = current;
  const keys = Array.from({ length: COMMANDS }, () => randomUUID());
  const answers = await Promise.all(
    keys.map((key) => office.command('tiepdan', caseId, 'AddNote', { note: key }, { key })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(COMMANDS).fill(200));
  const notes = { caseId, type: 'NoteAdded' };
  expect(await office.database.caseEvent.count({ where: notes })).toBe(COMMANDS);
  // A task that is lost after its decisions were recorded shows as a case that had to catch up.
  expect(await activitiesOf(caseId)).toEqual(Array(1 + COMMANDS).fill('recordDecision'));
});
